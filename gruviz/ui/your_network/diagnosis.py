"""A network diagnosed: once for equal settings, in the session for a person's own, for all sessions for the example."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from gruviz.checkpoints import Checkpoint
from gruviz.checkpoints.stacks import Stack
from gruviz.diagnosis.from_weights import run_layers
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.diagnosis.report.report import Report
from gruviz.ui.caching import shared
from gruviz.ui.controls.panel import Panel
from gruviz.ui.your_network.brought import DIAGNOSIS, Brought
from gruviz.ui.your_network.chosen import chosen_stack, found_words, fresh
from gruviz.ui.your_network.example import example_checkpoint
from gruviz.ui.your_network.feed import feed
from gruviz.ui.your_network.settings import Settings


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """What there is to show of a network.

    Args:
        stack: The layers that were run.
        reads: What they read, in a sentence.
        report: Of these layers.
        fresh: The same layers as PyTorch starts them, over the same inputs.
    """

    stack: Stack
    reads: str
    report: Report
    fresh: tuple[LayerRun, ...]

    @cached_property
    def fresh_layers(self) -> tuple[LayerNumbers, ...]:
        """The numbers of every layer as PyTorch starts it."""
        return numbers_of(self.fresh)


def diagnosed(panel: Panel, network: Brought, settings: Settings) -> Diagnosis:
    """Run a network and judge it.

    Raises:
        GruvizError: If it can't read what the settings say.
    """
    if network.upload is None:
        return _of_example(settings)
    slot = panel.key(DIAGNOSIS)
    kept: tuple[Brought, Settings, Diagnosis] | None = st.session_state.get(slot)
    if kept is not None and kept[0] is network and kept[1] == settings:
        return kept[2]
    with st.spinner("Running your network …"):
        made = diagnosis_of(network.name, network.checkpoint, settings)
    st.session_state[slot] = (network, settings, made)
    return made


def diagnosis_of(name: str, checkpoint: Checkpoint, settings: Settings) -> Diagnosis:
    """As `diagnosed`, whoever's network it is."""
    stack = chosen_stack(checkpoint, settings.module, settings.reading)
    read = feed(checkpoint, stack, settings)
    runs = run_layers(stack, read.inputs, seed=settings.seed)
    beside = run_layers(fresh(stack, settings.seed), read.inputs, seed=settings.seed)
    notes = (found_words(stack), read.words)
    return Diagnosis(stack, read.words, Report.of(runs, needed_lag=settings.lag, title=name, notes=notes), beside)


@shared(16)
def _of_example(settings: Settings) -> Diagnosis:
    return diagnosis_of("The example", example_checkpoint(), settings)
