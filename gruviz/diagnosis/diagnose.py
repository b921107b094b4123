"""A person's own network, run once on one batch and judged."""
