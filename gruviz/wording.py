"""Numbers as people say them, for verdicts, captions and alternatives to charts."""

import math
import re
from collections.abc import Sequence

TWICE = 2
"""A ratio from here on is told as a multiple, below as a percentage."""
TRILLIONS = 12
NAMES = ((TRILLIONS, " trillion"), (9, " billion"), (6, " million"))
"""Powers of ten that people have a name for."""
SET_TO = " set to "
"""In the label of a run, before what its gate bias is for."""
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(value: float) -> str:
    """Two significant digits, with a power of ten where that is shorter: 0.62, 40, 2.1 × 10⁻¹⁴."""
    if value == 0 or not math.isfinite(value):
        return {math.inf: "∞", -math.inf: "−∞"}.get(value, "0" if value == 0 else "undefined")
    if 0.01 <= abs(value) < 10_000:
        return signed(value, ",.0f" if abs(value) >= 99.5 else ".2g")
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{true_minus(mantissa)} × {tenth_power(int(exponent))}"


def tenth_power(exponent: int) -> str:
    """A power of ten: 10⁻⁸."""
    return f"10{str(exponent).translate(_SUPERSCRIPT)}"


def signed(value: float, form: str = "g") -> str:
    """A number in one of Python's formats, with a true minus: −4, 0.5."""
    return true_minus(f"{value:{form}}")


def true_minus(text: str) -> str:
    """A text of numbers with minus signs in place of hyphens: as wide as a plus."""
    return text.replace("-", "−")


def share(value: float) -> str:
    """A ratio as a percentage where a percentage can be read, else as a power of ten or a multiple."""
    if not math.isfinite(value) or value == 0 or value < 0.001:
        return power(value)
    return f"{_hundredths(value)}%" if value < TWICE else f"{power(value)} times"


def left(value: float) -> str:
    """What is left of something, for people: "39%", "1 in 3.8 trillion", "58 times", "nothing", "overflow"."""
    if value == 0 or not math.isfinite(value):
        return {0.0: "nothing", math.inf: "overflow"}.get(value, "no number")
    if 0.001 <= value < TWICE:
        return share(value)
    return f"{large(math.log10(value))} times" if value >= TWICE else f"1 in {large(-math.log10(value))}"


def large(decades: float) -> str:
    """A number from 1 up, given as its logarithm to base ten, in two digits: 58, 36,000, 3.8 trillion, 2 × 10²³."""
    mantissa, exponent = f"{10 ** (decades % 1):.1f}", int(decades)
    if mantissa == "10.0":
        mantissa, exponent = "1.0", exponent + 1
    mantissa = mantissa.removesuffix(".0")
    if exponent >= TRILLIONS + 3:
        return f"{mantissa} × {tenth_power(exponent)}".removeprefix("1 × ")
    named, name = next((pair for pair in NAMES if exponent >= pair[0]), (0, ""))
    digits = 1 if exponent == named and "." in mantissa else 0
    return f"{float(mantissa) * 10 ** (exponent - named):,.{digits}f}{name}"


def part_of(value: float, whole: str) -> str:
    """A ratio and what it is a ratio to: "61% of its size", "2.7 times its size"."""
    return f"{share(value)} {whole}" if value >= TWICE else f"{share(value)} of {whole}"


def percent(value: float) -> str:
    """A signed share, such as that of a path that works against the others, as a percentage at any size."""
    if not math.isfinite(value):
        return "undefined"
    if 0 < abs(value) < 0.001:
        return "less than 0.1%" if value > 0 else "just below 0%"
    return f"{power(100 * value) if abs(value) >= 100 else _hundredths(value)}%"


def _hundredths(value: float) -> str:
    """Two digits; near 1 as many as tell it from 1, so that 100 is said of nothing less."""
    off = abs(abs(value) - 1)
    if off >= 0.005 or off < 1e-12:
        return signed(100 * value, ".2g" if abs(value) < 0.995 else ",.0f")
    return signed(100 * value, f".{math.ceil(-math.log10(off)) - 2}f").rstrip("0").rstrip(".")


def steps(count: float) -> str:
    """A number of steps: "1 step", "2.6 steps", "over 10,000 steps"."""
    if not math.isfinite(count):
        return "no number of steps"
    if count > 10_000:
        return "over 10,000 steps"
    text = f"{count:,.0f}" if count >= 10 else f"{count:.1f}".removesuffix(".0")
    return f"{text} step" if text == "1" else f"{text} steps"


def counted(count: int, noun: str) -> str:
    """A number of things: "1 unit", "1,024 units"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def quoted(text: str) -> str:
    """What somebody wrote, in quotation marks: its first 40 characters."""
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def short_labels(labels: Sequence[str]) -> dict[str, str]:
    """Labels without the numbers behind what a run is set to, where they are not needed to tell labels apart."""
    short = [re.sub(r" \([^)]*\)", "", label, count=1) if SET_TO in label else label for label in labels]
    return {label: brief if short.count(brief) == 1 else label for label, brief in zip(labels, short, strict=True)}


def listed(items: list[str]) -> str:
    """Comma-separated, "and" before the last."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
