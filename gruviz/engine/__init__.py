"""A cell runs, its gradient goes back, and both are recorded."""
