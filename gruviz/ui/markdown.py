"""Text that Markdown shall show as it stands."""

import re


def literal(text: str) -> str:
    """Escape all that Markdown or Streamlit's directives would read as markup, since a link may carry anyone's text."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|~$:&@])", r"\\\1", " ".join(text.split()))
