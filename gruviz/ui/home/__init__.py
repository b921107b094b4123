"""The page Home: a signal runs back through three networks, and fades."""
