"""Cells held against each other: costs, speed, half-lives, published results, structure, scoreboard."""
