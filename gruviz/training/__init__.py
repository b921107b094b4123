"""Training: its settings, the loop, and its history."""
