"""Small values: str, bytes or datetime in, value out. Knows nothing of ours and nothing of the world."""
