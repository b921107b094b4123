"""What a person, a link or a file should not send, and what a message about it must be like."""

import re

MARKUP = re.compile(r"(?<!\\)[\[\]<>!]")
"""What Markdown would read as a picture, a link or a tag."""
STRINGS = (
    "<script>alert(1)</script>",
    "![x](https://evil.example/x.png)",
    "' OR 1=1; --",
    "\u202eسلام 🦉",
    "x" * 5000,
)
"""Values that no number, choice or list reads."""
NUMBERS = ("", "many", "NaN", "inf", "-inf", "1e300", "1e400", "9" * 300, "9" * 5000, "0x10", "1,5", "١٢\u202e🦉")
"""What a number may be mistaken for, and numbers beyond every range."""


def check_message(markdown: str, *, longest: int = 1000) -> None:
    """A message quotes what was sent as plain text, and not at length."""
    assert not MARKUP.search(markdown), markdown
    assert len(markdown) < longest
