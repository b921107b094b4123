"""Figures that only the lesson needs."""
