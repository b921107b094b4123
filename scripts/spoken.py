"""What captions say, read back, and held against numbers that are computed here once more from the arrays of a run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.decay import OUTPUT_GATE, STATES
from gruviz.engine.gradients import GradientFlow

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-", ",%")
NUMBER = r"(?:−?\d[\d,.]*(?: × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?%?|∞)"
AMOUNT = rf"({NUMBER}(?: times)?)"
NAMED = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
MANY = r"(?:10[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[\d.,]*\d(?: (?:[mbtr]+illion)| × 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)"
LEFT = rf"(1 part in {MANY}|{MANY} times|[\d.]+%)"
"""What `left` writes."""
SMALLEST = 1e-44
"""Below it float32 has hardly a digit, and norms are rounded as it rounds."""
COUNT = r"([\d,.]+) steps?"
FORBIDDEN = re.compile(
    r"\b(nan|inf|undefined|None|no number of steps|keeps 0)\b|(?<![\d.])1 (?:steps|units|seeds|runs)|  | ,"
)
"""What no caption may contain."""


def amount(text: str) -> float:
    """The number in a text of `power`, `share`, `percent` or `left`."""
    if text.startswith("1 part in "):
        return 1 / amount(text.removeprefix("1 part in "))
    plain = text.removesuffix(" times")
    number, _, name = plain.partition(" ")
    if name in NAMED:
        return amount(number) * NAMED[name]
    if bare := re.fullmatch(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", plain):
        return float(f"1e{bare[1].translate(_PLAIN)}")
    if plain == "∞":
        return float("inf")
    value = float(plain.translate(_PLAIN).replace(" × 10", "e"))
    return value / 100 if plain.endswith("%") else value


def agrees(text: str, true: float) -> bool:
    """Whether a written amount is the true one to its two digits; a whole hundred only where it is one."""
    value = amount(text)
    if text in ("100%", "−100%"):
        return abs(abs(true) - 1) < 1e-9
    return value == true or abs(value - true) <= 0.0511 * abs(true) + SMALLEST


def counts(text: str, true: float) -> bool:
    """Whether a written number of steps is the true one, to the digit that is written."""
    value = float(text.replace(",", ""))
    return abs(value - true) <= (0.51 if value >= 10 else 0.051)


@dataclass(frozen=True)
class Truth:
    """A profile, computed from the gradients themselves in extended precision.

    Args:
        back: Median ratios from the loss, or from `since` steps before it, backward.
        length: T.
        since: Steps before the loss that count as 1.
    """

    back: Sequence[float]
    length: int
    since: int = 0

    @property
    def kept(self) -> float:
        """At the initial state."""
        return float(self.back[-1])

    @property
    def extent(self) -> float:
        """The largest change on the way, in logarithms; at least a factor of two."""
        known = [value for value in self.back if 0 < value < np.inf]
        return max(float(np.abs(np.log(known)).max()), float(np.log(2)))

    def at(self, lag: float) -> float:
        """So many steps before the loss."""
        return float(self.back[round(lag) - self.since])


def truth_of(flow: GradientFlow, since: int = 0) -> Truth:
    """Medians over seeds and sequences; a sequence whose state is no number has overflowed."""
    run = flow.recording
    squares = np.square(flow.gradients.astype(np.longdouble)).sum(-1)
    norms: Array = np.sqrt(squares)
    norms = np.where(norms > np.finfo(flow.gradients.dtype).max, np.inf, norms)
    norms = np.where(np.isfinite(run.state).all((0, -1)), norms, np.inf)
    last = norms[-1 - since]
    read = last != 0
    if not read.any():
        return Truth([0.0] * (len(norms) - since), run.seq_len, since)
    with np.errstate(invalid="ignore", over="ignore"):
        ratios = (norms[:, read] / last[read]).reshape(len(norms), -1)
    ordered = np.sort(np.where(np.isnan(ratios), np.inf, ratios), axis=1)
    count = ordered.shape[1]
    median = (ordered[:, (count - 1) // 2] / 2) + ordered[:, count // 2] / 2
    return Truth(median[::-1][since:].astype(np.float64).tolist(), run.seq_len, since)


def wrong_verdict(verdict: str, truth: Truth, rest: Truth | None = None) -> Iterator[str]:
    """What a verdict says that is not so."""
    way = f"(?:{OUTPUT_GATE}|{STATES})"
    gate = re.match(rf"lets {AMOUNT} of the gradient {way} at the loss, and then (.*)", verdict)
    if gate and rest is not None:
        if not agrees(gate[1], truth.at(1)):
            yield f"the gate lets {truth.at(1):.3g} through"
        yield from wrong_verdict(gate[2], rest)
        return
    if "says nothing about memory" in verdict or "has no gradient" in verdict:
        return
    yield from _wrong_end(verdict, truth)
    yield from _wrong_word(verdict, truth)
    yield from _wrong_pace(verdict, truth)


def _wrong_end(verdict: str, truth: Truth) -> Iterator[str]:
    """Every amount with its distance."""
    for text, lag in re.findall(
        rf"{AMOUNT}(?: (?:of )?(?:its size|that))?(?: is left)?(?: at)? {COUNT} before", verdict
    ):
        if not agrees(text, truth.at(float(lag.replace(",", "")))):
            yield f"{text} at lag {lag}, where it is {truth.at(float(lag.replace(',', ''))):.4g}"
    for word, state in (("underflows to zero", 0.0), ("exactly zero from", 0.0), ("overflows", np.inf)):
        if found := re.search(rf"{word} {COUNT} before", verdict):
            lag_ = float(found[1].replace(",", ""))
            if truth.at(lag_) != state or (
                lag_ - 3 > truth.since and truth.at(lag_ - 3) == state
            ):  # the smallest round
                yield f"{word} at {found[1]}, where it is {truth.at(lag_):.3g}"


def _wrong_word(verdict: str, truth: Truth) -> Iterator[str]:
    """The regime's word against what is left."""
    kept = truth.kept
    limits = {
        "vanishes to": kept < 0.01,
        "fades to": kept < 1,
        "holds:": 0.5 <= kept <= 2,
        "grows to": kept > 1,
        "explodes to": 100 < kept < np.inf,
        "passes unchanged": all(abs(value - 1) < 1e-8 for value in truth.back),
        "is cut": kept == 0,
    }
    word = next((word for word in limits if verdict.startswith(word)), "")
    if word and not limits[word]:
        yield f"{word} where {kept:.3g} is left"
    if not word and not re.match("vanishes|is exactly zero|explodes, and|falls to|rises to", verdict):
        yield "no regime"


def _wrong_pace(verdict: str, truth: Truth) -> Iterator[str]:
    """Rates and half-lives against the profile."""
    if found := re.search(rf"(halving|doubling) every {COUNT}( on average)?", verdict):
        pace = float(found[2].replace(",", "")) * (-1 if found[1] == "halving" else 1)
        steps = len(truth.back) - 1
        usable = 0 < truth.kept < np.inf
        off = abs(steps / pace * np.log(2) - np.log(truth.kept)) / truth.extent if usable else 0.0
        if off > (0.06 if found[3] else 1 / 12 + 0.06):  # the pace is written with two digits
            yield f"{found[0]} gives {2 ** (steps / pace):.3g}, {truth.kept:.3g} is left"
    if found := re.search(rf"half is gone within {COUNT}", verdict):
        lag = round(float(found[1].replace(",", "")))
        if truth.back[lag] >= 0.5 or (lag > 1 and truth.back[lag - 1] < 0.5):
            yield f"half is gone elsewhere than at {lag}"
    if "no constant rate" not in verdict and "on average" not in verdict and "half is gone" in verdict:
        yield "a half-life beside a rate"


def wrong_everywhere(text: str) -> Iterator[str]:
    """Words that no caption may contain."""
    for found in FORBIDDEN.finditer(text):
        yield f"contains {found[0]!r}"
