"""How long backpropagation must be: what a shorter window would keep, and what the cuts that were made have cost."""

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import longest_piece
from gruviz.diagnosis.truncation import kept_by_cuts, missed
from gruviz.engine.backpropagation import ENOUGH
from gruviz.wording import counted, listed, percent, share, steps

SHORTEST = 20
"""Steps: cutting shorter sequences, or shorter pieces of them, saves nothing."""
PART = 0.5
"""A window of more than this part of the sequences saves little."""
LITTLE_LEFT = 0.8
"""A step of an optimizer that is off by more than a fifth is another step."""


def short_window(seen: Seen) -> Finding | None:
    """The window of truncated backpropagation that keeps nearly all of ∂L/∂U, in the layer that needs the longest."""
    truncation, length = seen.numbers.truncation, longest_piece(seen.run)
    if truncation is None or seen.breaks or seen.run.flow.cuts or length < SHORTEST:
        return None
    window = truncation.enough()
    if window < seen.window or window > PART * length or (seen.needed_lag or 0) >= window:
        return None
    kept = truncation.kept[truncation.windows.index(window)]
    off = missed(seen.run, window, most=truncation.sequences)
    alone = " Each layer was cut on its own." * (seen.run.layers > 1)
    return Finding(
        key="short_window",
        severity=Severity.WORTH_KNOWING,
        cost=window / length,
        title=f"Cutting backpropagation {_every(window)} keeps {_kept(seen, kept)}.",
        evidence="That is how far the gradient with cuts goes in the direction of the whole one. In all directions "
        f"together the two differ by {share(off)} of the whole one's length, over "
        f"{counted(truncation.sequences, 'sequence')}.{alone}",
        advice="Pieces of that length train faster, with nearly the same updates. Little is cut, but it is all that "
        "can teach anything about steps further back: keep whole sequences if the answer can lie there.",
        layer=seen.run.title,
        figure="truncation",
    )


def _every(window: int) -> str:
    return "at every step" if window == 1 else f"every {steps(window)}"


def _kept(seen: Seen, kept: float) -> str:
    where = f"∂L/∂U in {seen.name}"
    if kept > 1:
        return f"{where} to within {share(kept - 1)}"
    return f"{share(kept)} of {where}; all {seen.run.seq_len} steps buy {percent(1 - kept)} more"


def costly_cuts(seen: Seen) -> Finding | None:
    """What a training loop's own cuts take from ∂L/∂U."""
    cuts = sorted(seen.run.flow.cuts)
    kept = kept_by_cuts(seen.run) if cuts and not seen.breaks else 1.0
    if not kept < ENOUGH:
        return None
    places = listed([str(step) for step in cuts[:3]]) if len(cuts) <= 3 else f"{cuts[0]}, {cuts[1]}, … {cuts[-1]}"
    return Finding(
        key="costly_cuts",
        severity=Severity.COSTLY if kept < LITTLE_LEFT else Severity.WORTH_KNOWING,
        cost=min(1.0, 1 - kept),
        title=f"Backpropagation through {seen.name} is cut before {'step' if len(cuts) == 1 else 'steps'} {places}, "
        f"which keeps {share(max(kept, 0))} of ∂L/∂U.",
        evidence="Measured along the gradient that there would be without the cuts.",
        advice="Make the pieces longer, or detach the state less often, as far as memory allows: then what lies "
        "further back can teach, too.",
        layer=seen.run.title,
        figure="truncation",
    )
