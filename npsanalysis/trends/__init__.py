"""Day by day: the score through time, its signals, events, shifts and targets."""
