"""Text that Markdown shall show as it stands."""

import re


def literal(text: str) -> str:
    """Escape all that Markdown or Streamlit's directives would read as markup, since a link may carry anyone's text."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|~$:&@])", r"\\\1", " ".join(text.split()))


def unbroken(text: str) -> str:
    """Keep the parts of a number in powers of ten on one line."""
    return re.sub(r"(?<=\d) × (?=10)", "\u00a0×\u00a0", text)
