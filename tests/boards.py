"""Scoreboards by hand."""

from gruviz.comparison.scoreboard import Score, Scoreboard


def board(*scores: tuple[str, str, int]) -> Scoreboard:
    """Cell, task and how many of five seeds solved it after 100 updates each."""
    made = [
        Score(task, cell, cell.upper(), 50, 5, solved, 100.0 if solved else None, 600, 0.5)
        for cell, task, solved in scores
    ]
    return Scoreboard("2026-01-02", "0.1.0", {"learning_rate": 0.01, "hidden_size": 32}, tuple(made))
