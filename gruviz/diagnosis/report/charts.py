"""The charts of a report, by the keys that findings name."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gruviz.diagnosis.beyond import read_on
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.diagnosis.reach import Reach
from gruviz.diagnosis.report.words import harmless
from gruviz.engine.decay import ZERO, Band, fit_decay
from gruviz.figures.diagnosis.gate_saturation import GateUse, saturation_chart
from gruviz.figures.diagnosis.layer_training import Clipping, Hearing, training_chart
from gruviz.figures.diagnosis.layers import looks
from gruviz.figures.diagnosis.state_norms import StateNorm, carried, norms_chart, state_norm
from gruviz.figures.diagnosis.truncation import Kept, truncation_chart
from gruviz.figures.diagnosis.units import UnitCounts, units_chart
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.gradients.decay import decay_chart
from gruviz.figures.gradients.fates import Line, summary

if TYPE_CHECKING:
    from gruviz.diagnosis.report.report import Looked, Report

TOLD = 4
"""Most layers that a sentence is said of, each."""
LATER = " That of an LSTM is counted from one step before the loss, where the gradient enters its cell state c."


class Charts(Mapping[str, Chart]):
    """The charts that a report has numbers for, each made when it is first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Chart | None]]) -> None:
        self._makers = makers
        self._made: dict[str, Chart | None] = {}

    def __getitem__(self, key: str) -> Chart:
        """Make one chart.

        Raises:
            KeyError: If there is none of this name, or nothing to draw in it.
        """
        if key not in self._made:
            made = self._makers[key]()
            self._made[key] = None if made is None else _spoken(made)
        chart = self._made[key]
        if chart is None:
            raise KeyError(key)
        return chart

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._makers if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def charts_of(report: "Report") -> Charts:
    """Every chart of a report."""
    return Charts(
        {
            "decay": lambda: _decay(report.layers),
            "truncation": lambda: _truncation(report.layers),
            "gates": lambda: _gates(report.layers),
            "states": lambda: _states(report),
            "units": lambda: _units(report.layers),
            "training": lambda: _training(report),
        }
    )


def _spoken(chart: Chart) -> Chart:
    """Sentences that begin with the title of a layer begin with a capital; the names of modules stay as they are."""
    title, summary = (
        re.sub(r"(^|\. )(layer \d|the layer)", lambda start: start[1] + start[2].capitalize(), text)
        for text in (chart.title, chart.summary)
    )
    return replace(chart, title=title, summary=summary)


def _decay(layers: Sequence[LayerNumbers]) -> Chart | None:
    heard = [(layer, layer.reach) for layer in layers if layer.reach is not None and layer.reach.decay.seq_len]
    if not heard:
        return None
    inks = looks([layer.cell for layer, _ in heard])
    lines = [_line(*one, ink) for one, ink in zip(heard, inks, strict=True)]
    said = summary(lines) if len(lines) <= TOLD else _extremes(lines)
    return replace(decay_chart(lines), summary=said + LATER * any(reach.band.since for _, reach in heard))


def _extremes(lines: Sequence[Line]) -> str:
    """What becomes of the gradient in the two layers that keep least and most of it."""
    least, most = (choose(lines, key=lambda line: line.decay.kept) for choose in (min, max))
    return f"{least.label} {least.decay.verdict}. {most.label} {most.decay.verdict}. The others lie between the two."


def _line(layer: LayerNumbers, reach: Reach, ink: str) -> Line:
    """A curve that ends at the loss, also where it is counted from one step before."""
    band = replace(reach.band, breakdown=layer.breakdown)
    decay = replace(fit_decay(band) if layer.breakdown else reach.decay, seq_len=reach.length)
    if band.since:
        median, lower, upper = (
            np.append(values, [0.0] * band.since) for values in (band.median, band.lower, band.upper)
        )
        band = Band(median, lower, upper, np.append(band.status, [ZERO] * band.since), since=band.since)
    return Line(_label(layer), layer.cell, False, band, decay, Sample(1, layer.sequences), None, None, ink=ink)


def _label(layer: LayerNumbers) -> str:
    return harmless(layer.title)


def _truncation(layers: Sequence[LayerNumbers]) -> Chart | None:
    kept = [
        Kept(_label(layer), layer.cell, np.array(layer.truncation.windows), np.array(layer.truncation.kept))
        for layer in layers
        if layer.truncation is not None and layer.truncation.windows
    ]
    return truncation_chart(kept) if kept else None


def _gates(layers: Sequence[LayerNumbers]) -> Chart | None:
    uses = [GateUse(_label(layer), gate, *use) for layer in layers for gate, use in layer.gates.items()]
    return saturation_chart(uses) if uses else None


def _states(report: "Report") -> Chart | None:
    growing = {finding.layer for finding in report.findings if finding.key == "growing_state"}
    layers = zip(report.runs, report.layers, strict=True)
    norms = [_beyond(run, layer) if run.title in growing else _norm(layer) for run, layer in layers]
    ran = [norm for norm in norms if len(norm.norms)]
    return norms_chart(ran) if ran else None


def _norm(layer: LayerNumbers) -> StateNorm:
    return StateNorm(_label(layer), layer.cell, layer.state_norms[carried(layer.state_norms)][1:])


def _beyond(run: LayerRun, layer: LayerNumbers) -> StateNorm:
    """Go on as far as all sequences do."""
    known = _norm(layer)
    further = state_norm(known.label, read_on(run)).norms[: min(run.lengths)]
    return known._replace(norms=np.append(known.norms, further), trained=len(known.norms))


def _units(layers: Sequence[LayerNumbers]) -> Chart | None:
    counts = [UnitCounts(_label(layer), layer.hidden_size, len(layer.dead), len(layer.latched)) for layer in layers]
    return units_chart(counts) if counts else None


def _training(report: "Report") -> Chart | None:
    looked = list(report.history)
    cells = {run.title: run.recording.cell for run in report.runs}
    titles = dict.fromkeys(layer.title for look in looked for layer in look.layers)
    layers = [_hearing(title, cells.get(title, ""), looked) for title in titles]
    if not layers:
        return None
    clipping = Clipping(np.array([look.step for look in looked]), np.array([look.clipped for look in looked]))
    return training_chart(layers, clipping)


def _hearing(title: str, cell: str, looked: Sequence["Looked"]) -> Hearing:
    seen = [(look.step, layer) for look in looked for layer in look.layers if layer.title == title]
    horizons = np.array([layer.horizon for _, layer in seen], np.float64)
    steps = np.array([step for step, _ in seen])
    return Hearing(harmless(title), cell, steps, horizons, seen[-1][1].seq_len)


class Styled(Mapping[str, Any]):
    """The same as Plotly's figures, for a notebook."""

    def __init__(self, charts: Mapping[str, Chart]) -> None:
        self._charts = charts

    def __getitem__(self, key: str) -> Any:
        return self._charts[key].styled()

    def __iter__(self) -> Iterator[str]:
        return iter(self._charts)

    def __len__(self) -> int:
        return len(self._charts)
