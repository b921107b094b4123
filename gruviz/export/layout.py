"""Python source laid out as ruff does it."""

import textwrap
from collections.abc import Iterable

LINE_LENGTH = 120


def bracketed(before: str, parts: list[str], after: str) -> str:
    """On one line where they fit, else one line each, as ruff does it."""
    line = f"{before}{', '.join(parts)}{after}\n"
    if len(line) <= LINE_LENGTH + 1:
        return line
    indent = " " * (len(before) - len(before.lstrip()))
    return "".join([f"{before}\n", *(f"{indent}    {part},\n" for part in parts), f"{indent}{after}\n"])


def quoted(text: str) -> str:
    """`repr`, in double quotes where that needs no more escapes."""
    plain = repr(str(text))
    return f'"{plain[1:-1]}"' if plain[0] == "'" and "'" not in plain[1:-1] and '"' not in plain else plain


def wrapped(text: str, indent: str) -> str:
    """Lines of at most `LINE_LENGTH`, each behind `indent`."""
    lines = textwrap.wrap(text, LINE_LENGTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return textwrap.indent("\n".join(lines), indent)


def table(entries: Iterable[str]) -> str:
    """A dict display."""
    return "{" + ", ".join(entries) + "}"
