"""All findings about a network, ranked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from gruviz.diagnosis.findings.bad_gradient import bad_gradient
from gruviz.diagnosis.findings.bad_input import bad_input
from gruviz.diagnosis.findings.bad_loss import bad_loss
from gruviz.diagnosis.findings.breakdown import breakdown
from gruviz.diagnosis.findings.constant_inputs import constant_inputs
from gruviz.diagnosis.findings.cut_windows import costly_cuts, short_window
from gruviz.diagnosis.findings.dead_units import dead_units
from gruviz.diagnosis.findings.exploding import exploding
from gruviz.diagnosis.findings.faint_inputs import faint_inputs
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.growing_state import growing_state
from gruviz.diagnosis.findings.hard_gates import hard_gates
from gruviz.diagnosis.findings.latched_units import latched_units
from gruviz.diagnosis.findings.nothing_wrong import nothing_wrong
from gruviz.diagnosis.findings.one_sequence import one_sequence
from gruviz.diagnosis.findings.padding import loss_reads_padding, padding_like
from gruviz.diagnosis.findings.read_early import read_early
from gruviz.diagnosis.findings.saturated_states import saturated_states
from gruviz.diagnosis.findings.seen import Rule, Seen
from gruviz.diagnosis.findings.stuck_gates import STUCK
from gruviz.diagnosis.findings.too_short import too_short
from gruviz.diagnosis.findings.training_history import (
    BadValue,
    Looks,
    first_not_finite,
    often_clipped,
    shrinking_horizon,
)
from gruviz.diagnosis.findings.underflow import underflow
from gruviz.diagnosis.findings.unreached import unreached
from gruviz.diagnosis.findings.vanishing import vanishing
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers, numbers_of

RULES: tuple[Rule, ...] = (
    bad_input,
    breakdown,
    bad_gradient,
    unreached,
    one_sequence,
    read_early,
    loss_reads_padding,
    padding_like,
    constant_inputs,
    faint_inputs,
    too_short,
    vanishing,
    exploding,
    underflow,
    *STUCK,
    hard_gates,
    saturated_states,
    dead_units,
    latched_units,
    growing_state,
    costly_cuts,
    short_window,
)
"""Each looks at one layer in one direction."""
HISTORY_RULES: tuple[Callable[[Looks], Finding | None], ...] = (often_clipped, shrinking_horizon)
"""Each looks at all of a training."""
DEAFENING = ("hard_gates", "saturated_states", "stuck_z_open", "stuck_f_shut", "stuck_o_shut")
"""What alone can keep a gradient from going back, whatever the start was meant for; in a plain RNN at any share."""
MOST_NAMED = 3
"""Other layers of which the same is said in full."""
EXCLUDES: Mapping[str, tuple[str, ...]] = {
    "bad_input": ("breakdown", "bad_gradient", "hard_gates", "saturated_states", "short_window"),
    "vanishing": ("short_window",),
    "exploding": ("short_window",),
    "saturated_states": ("short_window",),
    "hard_gates": ("short_window",),
    "one_sequence": ("vanishing", "read_early", "padding_like", "short_window"),
    "read_early": ("vanishing", "short_window"),
    "constant_inputs": ("vanishing", "short_window", "padding_like", "growing_state"),
    "too_short": ("vanishing",),
    "bad_gradient": ("exploding", "vanishing", "short_window"),
}
"""What follows from a costly finding in the same layer and would only distract from it, or mislead."""


def find(
    runs: Iterable[LayerRun],
    *,
    needed_lag: int | None = None,
    history: Looks = (),
    not_finite: BadValue | None = None,
    numbers: Sequence[LayerNumbers] | None = None,
    loss: float | None = None,
) -> tuple[Finding, ...]:
    """Everything that the rules say, the worst first.

    Args:
        runs: The layers of one network, over one batch.
        needed_lag: How many steps back the answer lies, if that is known.
        history: The looks of a monitor at the training, oldest first.
        not_finite: The first value of the training that is not finite, as a monitor has it.
        numbers: Of the runs, if they were measured before.
        loss: What the network's loss is, if there is one.

    Returns:
        At least one finding. What is said of several layers alike is said once, of the worst; the others are named in
        its evidence.
    """
    runs = tuple(runs)
    measured = tuple(numbers_of(runs, truncation=True) if numbers is None else numbers)
    found = [finding for seen in _seen(runs, measured, needed_lag) for finding in _of_layer(seen)]
    found += [finding for rule in HISTORY_RULES if history and (finding := rule(history)) is not None]
    if not_finite is not None:
        found.append(first_not_finite(not_finite))
    if all(finding.severity < Severity.BROKEN for finding in found) and (bad := bad_loss(loss)) is not None:
        found.append(bad)
    if measured and all(finding.severity < Severity.COSTLY for finding in found):
        found.append(nothing_wrong(measured, alone=not found))
    return tuple(sorted(_merged(found), key=lambda finding: (-finding.severity, -finding.cost)))


def _seen(runs: Sequence[LayerRun], numbers: Sequence[LayerNumbers], needed_lag: int | None) -> list[Seen]:
    layers = tuple(zip(runs, numbers, strict=True))
    return [
        Seen(run, measured, _heard(run, measured, layers), _window(run, layers), needed_lag) for run, measured in layers
    ]


def _heard(run: LayerRun, numbers: LayerNumbers, layers: Iterable[tuple[LayerRun, LayerNumbers]]) -> int:
    """How far the layers hear that this one may lie below or above.

    Those are the others of its module, and of other modules those with as many steps: unless the whole gradient is
    known, which comes through all of them.
    """
    whole = numbers.reach is not None and numbers.reach.whole
    return max(
        measured.horizon
        for other, measured in layers
        if other.direction == run.direction
        and (other.name == run.name or (not whole and measured.seq_len == numbers.seq_len))
    )


def _window(run: LayerRun, layers: Iterable[tuple[LayerRun, LayerNumbers]]) -> int:
    curves = [measured.truncation for other, measured in layers if other.name == run.name]
    return max((curve.enough() for curve in curves if curve is not None), default=0)


def _of_layer(seen: Seen) -> list[Finding]:
    found = [finding for rule in RULES if (finding := rule(seen)) is not None]
    found = _with_their_consequence(found, seen.numbers.cell == "rnn")
    grave = [finding.key for finding in found if finding.severity >= Severity.COSTLY]
    excluded = {key for cause in grave for key in EXCLUDES.get(cause, ())}
    return [finding for finding in found if finding.key not in excluded]


def _with_their_consequence(found: list[Finding], plain: bool) -> list[Finding]:
    """A layer that does not hear far because of its gates or states is told so there, and how to mend these."""
    deaf = next((finding for finding in found if finding.key == "vanishing"), None)
    causes = [
        finding for finding in found if finding.key in DEAFENING and (plain or finding.severity >= Severity.COSTLY)
    ]
    if deaf is None or not causes:
        return found
    worst = max(causes, key=lambda cause: cause.cost)
    why = f"{worst.evidence} That is why {deaf.title[0].lower()}{deaf.title[1:]}"
    told = replace(worst, severity=max(worst.severity, deaf.severity), evidence=why)
    return [told if finding is worst else finding for finding in found if finding is not deaf]


def _merged(found: Sequence[Finding]) -> list[Finding]:
    """One finding for each key: the gravest, with what is said of the other layers behind its evidence."""
    by_key = groupby(sorted(found, key=lambda finding: finding.key), key=lambda finding: finding.key)
    return [_joined(sorted(alike, key=lambda finding: (-finding.severity, -finding.cost))) for _, alike in by_key]


def _joined(alike: Sequence[Finding]) -> Finding:
    worst, *others = alike
    said = [finding.title for finding in others[:MOST_NAMED]]
    more = len(others) - len(said)
    also = f" Also: {' '.join(said)}" if said else ""
    rest = f" The same goes for {more} more {'layer' if more == 1 else 'layers'}." if more else ""
    return replace(worst, evidence=worst.evidence + also + rest)
