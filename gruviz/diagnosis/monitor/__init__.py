"""A training loop of one's own, looked at every so many steps."""
