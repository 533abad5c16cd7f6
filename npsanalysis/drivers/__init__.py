"""What moves with the score, how surely, and what to do about it."""
