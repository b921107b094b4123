"""Exercises where they are done: a bar on the page with goal, hints and what is reached."""
