"""Which fields a docstring describes."""

import re


def documented(settings: type) -> set[str]:
    """Names before a colon in the Args of a class; several may share a line, separated by commas."""
    names = re.findall(r"^        ([a-z_]+(?:, [a-z_]+)*): ", settings.__doc__, re.MULTILINE)
    return {name for line in names for name in line.split(", ")}
