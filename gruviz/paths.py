"""Where the files that travel with the package lie."""

from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
"""Prose, style, components, small data and trained models."""
