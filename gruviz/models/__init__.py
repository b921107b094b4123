"""Trained networks: as records, as files, and those that come with the package."""
