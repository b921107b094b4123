"""Results that others have published, each checked against the paper's own text. Nothing here was measured by us."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

ABOUT_EQUAL = 0.01
"""Relative difference up to which two scores count as equally good."""
HARDLY_BETTER = 0.05
"""Relative difference to a guess without memory up to which nothing counts as learned."""
BAI = "Bai, Kolter & Koltun 2018, arXiv:1803.01271"
BRITZ = "Britz et al. 2017, arXiv:1703.03906 (RNN: a vanilla decoder)"


@dataclass(frozen=True)
class PublishedResult:
    """One benchmark of one paper.

    Args:
        benchmark: What was learned.
        metric: What the scores are.
        lower_is_better: Direction of the metric.
        scores: By registry key of the cell.
        citation: Where they stand.
        deviations: Standard deviations by cell, where the paper gives them.
        without_memory: What a guess scores that remembers nothing, where that is known.
    """

    benchmark: str
    metric: str
    lower_is_better: bool
    scores: Mapping[str, float]
    citation: str
    deviations: Mapping[str, float] = field(default_factory=dict)
    without_memory: float | None = None

    def lead(self, cell: str, over: str = "lstm") -> float:
        """Relative difference to another cell's score, signed so that above 0 is better: 0.1 is 10% better."""
        return self._better_than(self.scores[over], cell)

    def has_learned(self, cell: str) -> bool:
        """Whether a cell did clearly better than a guess without memory; so it did where no such guess is known."""
        guess = self.without_memory
        return cell in self.scores and (guess is None or self._better_than(guess, cell) > HARDLY_BETTER)

    def _better_than(self, other: float, cell: str) -> float:
        own = self.scores[cell]
        return (other - own if self.lower_is_better else own - other) / other


def learned(result: PublishedResult, cells: Iterable[str]) -> bool:
    """Whether at least one of some cells learned a benchmark."""
    return any(result.has_learned(cell) for cell in cells)


class Tally(NamedTuple):
    """On how many benchmarks a cell did better than another, about as well, and worse."""

    better: int
    equal: int
    worse: int

    @classmethod
    def of(cls, results: Iterable[PublishedResult], cell: str, over: str = "lstm") -> "Tally":
        """Count the results that have a score of both and that at least one of them learned."""
        pair = {cell, over}
        leads = [each.lead(cell, over) for each in results if pair <= each.scores.keys() and learned(each, pair)]
        better = sum(lead > ABOUT_EQUAL for lead in leads)
        worse = sum(lead < -ABOUT_EQUAL for lead in leads)
        return cls(better, len(leads) - better - worse, worse)


def _bai(
    benchmark: str, metric: str, lstm: float, gru: float, rnn: float, *, guess: float | None = None
) -> PublishedResult:
    scores = {"lstm": lstm, "gru": gru, "rnn": rnn}
    return PublishedResult(benchmark, metric, "accuracy" not in metric, scores, BAI, without_memory=guess)


PUBLISHED: tuple[PublishedResult, ...] = (
    _bai("Sequential MNIST", "accuracy in %", 87.2, 96.2, 21.5),
    _bai("Permuted MNIST", "accuracy in %", 85.7, 87.3, 25.3),
    _bai("Adding, T = 600", "loss", 0.164, 5.3e-5, 0.177, guess=1 / 6),
    _bai("Copying, T = 1000", "loss", 0.0204, 0.0197, 0.0202, guess=10 * math.log(8) / 1020),
    _bai("JSB Chorales", "loss", 8.45, 8.43, 8.91),
    _bai("Nottingham", "loss", 3.29, 3.46, 4.05),
    _bai("Penn Treebank, words", "perplexity", 78.93, 92.48, 114.5),
    _bai("Penn Treebank, characters", "bits per character", 1.36, 1.37, 1.48),
    _bai("text8, characters", "bits per character", 1.50, 1.53, 1.69),
    PublishedResult(
        "Machine translation",
        "BLEU",
        False,
        {"lstm": 22.22, "gru": 21.78, "rnn": 15.38},
        BRITZ,
        {"lstm": 0.08, "gru": 0.05, "rnn": 0.28},
    ),
)
"""In the order of the papers' own tables.

Without memory the best answer to adding is 1, whose squared error is the variance of a sum of two uniform numbers, 1/6;
to copying it is any of 8 symbols at 10 of the T + 20 steps.
"""

WITHOUT, WITH = "without", "with"
GATED: tuple[PublishedResult, ...] = (
    PublishedResult(
        "Language model of 409 million parameters, memory of fixed decay",
        "perplexity",
        True,
        {WITHOUT: 13.95, WITH: 13.43},
        "Beck et al. 2024 (xLSTM), arXiv:2405.04517, Table 2: mLSTM",
    ),
    PublishedResult(
        "Selective copying",
        "accuracy in %",
        False,
        {WITHOUT: 18.3, WITH: 97.0},
        "Gu & Dao 2023 (Mamba), arXiv:2312.00752, Table 1: S4 and S6, no gate beside the recurrence",
    ),
)
"""One recurrence whose decay is learned but the same for every input, and the same with gates that read the input."""
