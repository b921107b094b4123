"""Cells held against each other: costs, speed, half-lives, results, structure."""
