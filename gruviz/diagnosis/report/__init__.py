"""A diagnosis to read: in a terminal, in a notebook, as one file."""
