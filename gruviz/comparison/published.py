"""Results that others have published, each checked against the paper's own text. Nothing here was measured by us."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

ABOUT_EQUAL = 0.01
"""Relative difference up to which two scores count as equally good."""
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
    """

    benchmark: str
    metric: str
    lower_is_better: bool
    scores: Mapping[str, float]
    citation: str
    deviations: Mapping[str, float] = field(default_factory=dict)

    def lead(self, cell: str, over: str = "lstm") -> float:
        """Relative difference to another cell's score, signed so that above 0 is better: 0.1 is 10% better."""
        own, other = self.scores[cell], self.scores[over]
        return (other - own if self.lower_is_better else own - other) / other


class Tally(NamedTuple):
    """On how many benchmarks a cell did better than another, about as well, and worse."""

    better: int
    equal: int
    worse: int

    @classmethod
    def of(cls, results: Iterable[PublishedResult], cell: str, over: str = "lstm") -> "Tally":
        """Count the results that have a score of both."""
        leads = [result.lead(cell, over) for result in results if {cell, over} <= result.scores.keys()]
        better = sum(lead > ABOUT_EQUAL for lead in leads)
        worse = sum(lead < -ABOUT_EQUAL for lead in leads)
        return cls(better, len(leads) - better - worse, worse)


def _bai(
    benchmark: str, metric: str, lstm: float, gru: float, rnn: float, *, lower_is_better: bool = True
) -> PublishedResult:
    return PublishedResult(benchmark, metric, lower_is_better, {"lstm": lstm, "gru": gru, "rnn": rnn}, BAI)


PUBLISHED: tuple[PublishedResult, ...] = (
    _bai("Sequential MNIST", "accuracy in %", 87.2, 96.2, 21.5, lower_is_better=False),
    _bai("Permuted MNIST", "accuracy in %", 85.7, 87.3, 25.3, lower_is_better=False),
    _bai("Adding, T = 600", "loss", 0.164, 5.3e-5, 0.177),
    _bai("Copying, T = 1000", "loss", 0.0204, 0.0197, 0.0202),
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
"""In the order of the papers' own tables."""
