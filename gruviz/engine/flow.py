"""The gradient of a loss by the states of a run, whatever made them: its norms, ratios, rate and verdict."""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.breakdown import find_breakdown
from gruviz.engine.decay import OUTPUT_GATE, Band, Decay, fit_decay
from gruviz.engine.norms import euclidean, silent
from gruviz.engine.readouts import back_from_the_end
from gruviz.engine.trajectory import Trajectory
from gruviz.validation import InvalidValue, check_choice, check_integer


@dataclass(frozen=True, eq=False)
class Flow:
    """The gradient of a loss with respect to every state of a run.

    Args:
        recording: The run.
        gradients: ∂L/∂s_t, (T+1, E, B, S).
        direct: What the loss reads directly from each state, likewise.
        loss: Where the loss reads the state: "last" or "every".
        cuts: Steps through which nothing goes back, counted from 1.
        lengths: The step at which each of the B sequences is read; None is the last step, or every step.
    """

    recording: Trajectory
    gradients: Array
    direct: Array
    loss: str
    cuts: frozenset[int] = frozenset()
    lengths: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}(loss {self.loss}, {self.recording!r})"

    @property
    @abstractmethod
    def path_shares(self) -> Mapping[str, Array]:
        """⟨path, total⟩ / ‖total‖² of the gradient sent back through step t, by path, signed, sums to 1, (T, E, B)."""

    @property
    @abstractmethod
    def input_gradients(self) -> Array:
        """∂L/∂x_t, (T, E, B, D); row t-1 belongs to step t."""

    @cached_property
    def input_norms(self) -> Array:
        """‖∂L/∂x_t‖, (T, E, B); row t-1 belongs to step t."""
        return euclidean(self.input_gradients)

    @cached_property
    def norms(self) -> Mapping[str, Array]:
        """‖∂L/∂s_t‖ by state name, and for all states together as "state", each (T+1, E, B)."""
        names, widths = zip(*((name, part.shape[-1]) for name, part in self.recording.states.items()), strict=True)
        parts = np.split(self.gradients, np.cumsum(widths)[:-1], axis=-1)
        norms = {name: euclidean(part) for name, part in zip(names, parts, strict=True)}
        return norms | {"state": euclidean(np.stack([*norms.values()], -1)) if len(norms) > 1 else norms[names[0]]}

    @cached_property
    def readout_lag(self) -> int:
        """1 where the loss reads only a part of the carried state, as an LSTM's h and not its c, else 0.

        What that part lets through is lost once, at the loss, however long the memory: cells are compared fairly from
        so many steps back on.
        """
        size = self.recording.hidden_size
        unread = not self.direct[..., size:].any()
        return int(self.loss == "last" and len(self.recording.states) > 1 and unread and self.recording.seq_len > 1)

    def ratio(self, name: str = "state", *, member: int | None = None, since: int = 0) -> Band:
        """Norms relative to that of the whole state at the last step: median and quartiles over E·B, (T+1,) each.

        A sequence without a gradient where the ratio is 1 is left out.

        Args:
            name: One of the states, or "state" for all together.
            member: One seed alone.
            since: Steps before the loss whose norm counts as 1; the later ones are left out, (T+1-since,).
        """
        check_choice("name", name, self.norms)
        back = {state: back_from_the_end(norms, self.lengths) for state, norms in self.norms.items()}
        check_integer("since", since, 0, len(back[name]) - 2)
        most = self.recording.seeds - 1
        seeds = slice(None) if member is None else [check_integer("member", member, 0, most)]
        end = len(back[name]) - since
        norms, last = back[name][:end, seeds], back["state"][end - 1, seeds]
        read = ~(last <= 0)  # nan, of a state that has overflowed, counts
        if not read.any() and since:
            norms, last, read = np.zeros_like(norms), np.ones_like(last), ~read  # nothing arrives even there
        if not read.any():
            raise InvalidValue("grad_final", "zero for every sequence", "a gradient to follow for at least one of them")
        unit = float(np.median(last[read]))
        with silent():
            ratios = norms[:, read].astype(np.float64) / last[read]
            band = Band.over(ratios, self.gradients.dtype, unit=unit, cut=self._last_cut, has_zeros=self._has_zeros)
        breakdown = self.recording.breakdown and find_breakdown(
            self.recording.state[:, seeds], self.recording.hidden_size
        )
        return replace(band, since=since, every=self.loss == "every", breakdown=breakdown)

    def decay(self, name: str = "state", *, member: int | None = None, since: int = 0) -> Decay:
        """Rate, half-life, horizon and a verdict in words, from `ratio`; an LSTM's first step back is told apart."""
        band = self.ratio(name, member=member, since=since)
        apart = name == "state" and since < self.readout_lag and self.reaches(self.readout_lag)
        rest = self.ratio(name, member=member, since=self.readout_lag) if apart else None
        return fit_decay(band, rest=rest, way=self._way)

    def reaches(self, lag: int) -> bool:
        """Whether any gradient arrives so many steps before the loss."""
        norms = back_from_the_end(self.norms["state"], self.lengths)
        return lag < len(norms) and not bool((norms[-1 - lag] <= 0).all())

    @property
    def _way(self) -> str:
        """How the gradient of a loss that reads a part of the state comes to the rest, in words."""
        return OUTPUT_GATE

    @property
    def _last_cut(self) -> int:
        """The last step through which nothing goes back: rows before it are zero; 0 for none."""
        whole = self.loss == "last" and self.lengths is None
        return max(self._cuts, default=0) if whole else 0

    @property
    def _cuts(self) -> Collection[int]:
        return self.cuts

    @property
    def _has_zeros(self) -> bool:
        """Whether a gradient can be zero in truth."""
        return True
