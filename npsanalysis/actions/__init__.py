"""From findings to work: who does what by when, whom to call, what to write, and whether it helped."""
