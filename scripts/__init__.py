"""Programs that make what the project ships: each is run as `python -m scripts.<name>` and rewrites its files."""
