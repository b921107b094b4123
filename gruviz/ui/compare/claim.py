"""What every claim of the comparison has: the sentence, its verdict, a sketch, and the evidence on the page."""

from abc import ABC, abstractmethod

from gruviz.comparison.claims import Verdict
from gruviz.figures.drawing.chart import Chart
from gruviz.ui.charts.card import chart_card
from gruviz.ui.compare.sketches import Sketch
from gruviz.ui.controls.kinds import Values


class Claim(ABC):
    """A claim that is often made for the GRU."""

    sentence: str
    """What one reads, in our words."""
    short: str
    """The same in a few words, for its card."""

    @abstractmethod
    def verdict(self, values: Values) -> Verdict:
        """Whether it holds under the page's values; cheap, or computed once for equal settings.

        Raises:
            GruvizError: If the settings allow none.
        """

    @abstractmethod
    def sketch(self, values: Values) -> Sketch:
        """The evidence in a few strokes, for the card; raises as `verdict` does."""

    @abstractmethod
    def show(self, values: Values) -> None:
        """Draw the evidence; raises as `verdict` does."""

    def show_more(self, values: Values) -> None:  # noqa: B027 - most have none
        """Draw further evidence, below; raises as `verdict` does."""


def claim_card(name: str, chart: Chart) -> None:
    """Draw a chart of a claim; its name is unique on the page."""
    chart_card(chart, key=f"compare_{name}")
