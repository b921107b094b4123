"""Where the files that travel with the package lie: beside it in a clone, inside it where it is installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = (_PACKAGE / "assets").is_dir()

ASSETS = (_PACKAGE if _INSTALLED else _PACKAGE.parent) / "assets"
"""Prose, style, components, small data and trained models."""

APP = (_PACKAGE / "app" if _INSTALLED else _PACKAGE.parent) / "app.py"
"""The app's first script; the other pages and Streamlit's settings lie beside it."""
