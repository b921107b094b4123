"""Listens to a training loop, and looks at the recurrent layers at some of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from gruviz.diagnosis.capture.find import is_compiled, unwrapped
from gruviz.diagnosis.capture.hooks import in_backward_pass
from gruviz.diagnosis.capture.listener import Listener
from gruviz.diagnosis.monitor.closures import heard_closure
from gruviz.diagnosis.monitor.gradients import Compared, Gradients
from gruviz.diagnosis.monitor.history import History, LayerLook, Look, path_of
from gruviz.diagnosis.monitor.last_pass import LastPass
from gruviz.diagnosis.monitor.log_values import bad_values, log_values
from gruviz.diagnosis.monitor.not_finite import GRADIENT, NotFinite
from gruviz.diagnosis.monitor.optimizer_steps import Listening
from gruviz.diagnosis.monitor.owners import Owners
from gruviz.diagnosis.monitor.pace import Pace, Paces
from gruviz.diagnosis.monitor.say import say
from gruviz.diagnosis.monitor.scaling import scaling_of
from gruviz.diagnosis.monitor.trace import is_measurable, trace
from gruviz.diagnosis.monitor.training_capture import TrainingCapture, is_training
from gruviz.diagnosis.monitor.training_report import check_seen, training_report
from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.diagnosis.report.report import Report
from gruviz.validation import GruvizError, check_integer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import nn
    from torch.optim import Optimizer

    from gruviz.diagnosis.capture.find import Found
    from gruviz.diagnosis.layer_run import LayerRun

    Log = Callable[[int, Mapping[str, float]], object]

MOST_SEQUENCES = 8
"""Of a batch, looked at."""


class Monitor:
    """A training that is being watched, or was; `gruviz.watch` makes one and says how it counts.

    Args:
        model: With recurrent modules.
        every: Steps from one look to the next.
        log: Is called with a step and its values.
    """

    def __init__(self, model: nn.Module, every: int, log: Log | None) -> None:
        self._title = type(unwrapped(model)).__name__
        self._is_compiled = is_compiled(model)
        self._log = log
        self._capture = TrainingCapture(model, sequences=MOST_SEQUENCES, safely=self._safely)
        self._gradients = Gradients(dict(unwrapped(model).named_parameters()))
        self._owners = Owners(self._capture.modules, self._gradients)
        self._paces = Paces(every)
        self._history = History()
        self._runs: dict[str, LayerRun] = {}
        self._numbers: dict[str, LayerNumbers] = {}
        self._handles: list[Any] = []
        self._last_pass = LastPass()
        self._has_optimizer = False
        self._weights = 0.0
        self._has_complained = False
        self._is_news = False
        self.not_finite: NotFinite | None = None
        """The first value of the training that was infinite or undefined; None while all are finite."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to listen; what `with` does at its beginning."""
        self.stop()
        try:
            self._listen()
        except BaseException:
            self.stop()
            raise

    def _listen(self) -> None:
        self._handles.append(Listening(self._before_step))
        self._handles += self._gradients.attach(self._safely)
        for found in self._capture.modules:
            before, after = self._hooks(found)
            heard = [Listener(hook, compiled=self._is_compiled) for hook in (before, after)]
            self._handles.append(found.module.register_forward_pre_hook(heard[0]))
            self._handles.append(found.module.register_forward_hook(heard[1], with_kwargs=True))
        self._weights = self._owners.sum()
        self._capture.arm()

    def stop(self) -> None:
        """Take all hooks off; what was seen stays."""
        was_listening = bool(self._handles)
        while self._handles:
            self._handles.pop().remove()
        look = self._safely(self._new_pass) if was_listening and self._gradients.has_come else None
        self._capture.disarm()
        self._gradients.detach()
        self._last_pass.clear()
        self._emit(look)

    @property
    def history(self) -> tuple[Look, ...]:
        """All looks that are kept, the first and the newest among them."""
        return tuple(self._history)

    @property
    def runs(self) -> tuple[LayerRun, ...]:
        """The newest look at every layer, with every state, gate and gradient."""
        return tuple(self._runs.values())

    @property
    def last(self) -> tuple[LayerNumbers, ...]:
        """The newest numbers of every layer."""
        return tuple(self._numbers.values())

    def report(self, *, lag: int | None = None) -> Report:
        """What the whole training has to say: the newest look at each layer, and how it came to that.

        Args:
            lag: How many steps lie between what the network has to remember and where it is asked, if you know.

        Raises:
            GruvizError: If no step was looked at yet.
        """
        if lag is not None:
            check_integer("lag", lag, 1, 1_000_000)
        steps, bad = self._paces.steps, self.not_finite
        return training_report(self._title, self.runs, self.history, bad, steps=steps, lag=lag)

    def figure(self) -> Any:
        """A figure of Plotly's: how far each layer hears over the updates, and how often the gradient was clipped."""
        check_seen(self.runs, self.not_finite, self._paces.steps)
        return Report(self.runs, (), history=self.history).figures["training"]

    def _hooks(self, found: Found) -> tuple[Callable[..., None], Callable[..., None]]:
        """What is called before and after a module runs; one that only evaluates is not looked at.

        Nor is one that checkpointing runs once more, in the middle of a backward pass.
        """

        def before(module: nn.Module, _args: Any) -> None:
            if self._gradients.has_come and is_training(found, module) and not in_backward_pass():
                self._emit(self._safely(self._new_pass))

        def after(module: nn.Module, args: Any, kwargs: Any, result: Any) -> None:
            if self.not_finite is None and is_training(found, module) and not in_backward_pass():
                seen = (args, kwargs, result)
                self._safely(self._last_pass.add, found, seen, weights_may_change=not self._has_optimizer)

        return before, after

    def _new_pass(self) -> Look | None:
        """A module is about to run after a backward pass: what ran before that is over."""
        self._gradients.has_come = False
        look = None if self._has_optimizer else self._step_by_hand()
        self._last_pass.clear()
        self._capture.begin(is_on=self._paces.is_next)
        return look

    def _step_by_hand(self) -> Look | None:
        """Without an optimizer, a step was taken where the weights have changed since the pass before."""
        weights = self._owners.sum()
        changed, self._weights = weights != self._weights, weights
        return self._take(self._owners.all, self._gradients.arrived()) if changed else None

    def _before_step(self, optimizer: Optimizer, args: Any, kwargs: Any) -> tuple[Any, Any] | None:
        """An optimizer is about to step; one that is given a closure computes the gradients only then."""

        def counts() -> None:
            self._emit(self._safely(self._step, optimizer))

        with_closure = heard_closure(args, kwargs, counts)
        if with_closure is None:
            counts()
        return with_closure

    def _step(self, optimizer: Optimizer) -> Look | None:
        """An optimizer is about to step: count it, if it moves the recurrent layers or nobody does."""
        names = self._gradients.names_of(one for group in optimizer.param_groups for one in group["params"])
        moved, scaling = self._owners.moved_by(names), scaling_of(optimizer)
        if moved is None or scaling.skipped:
            return None
        self._has_optimizer = True
        look = self._take(moved, self._gradients.compare(names, scaling))
        self._capture.listen(self._paces.is_next)
        return look

    def _take(self, moved: frozenset[str], compared: Compared) -> Look | None:
        """A step that moves these layers, while the weights and gradients are still those of its passes."""
        pace = self._paces.of(moved)
        pace.step()
        pace.tally.add(compared.factor)
        if self.not_finite is None:
            self._find_broken(pace.steps, compared)
        self._last_pass.clear()
        return self._look(pace, moved) if pace.is_owed else None

    def _look(self, pace: Pace, moved: frozenset[str]) -> Look | None:
        others = self._paces.beside(moved)
        runs = [run for run in self._capture.runs() if run.name not in others]
        if not runs or (self.not_finite is not None and not all(map(is_measurable, runs))):
            return None
        numbers = numbers_of(runs)
        self._runs |= {path_of(run): run for run in runs}
        self._numbers |= {path_of(run): layer for run, layer in zip(runs, numbers, strict=True)}
        tally = pace.looked()
        look = Look(pace.steps, tuple(map(LayerLook.of, runs, numbers)), tally.share, tally.factor)
        self._history.add(look)
        self._handles += self._gradients.attach(self._safely)  # to what has begun to train meanwhile
        return look

    def _find_broken(self, update: int, compared: Compared) -> None:
        for found, parameters, calls, first in self._last_pass.broken():
            self.not_finite = self.not_finite or trace(found, parameters, calls, update, first=first)
        if self.not_finite is None and compared.broken:
            self.not_finite = NotFinite(update, GRADIENT, compared.broken[0])
        if self.not_finite is not None:
            self._is_news = True
            say(f"{self.not_finite.words} The training goes on; this is said once.")

    def _emit(self, look: Look | None) -> None:
        """Tell the person's log; what that raises is theirs."""
        bad, self._is_news = self.not_finite if self._is_news else None, False
        if self._log is None:
            return
        if look is not None:
            self._log(look.step, log_values(look, self.not_finite))
        elif bad is not None:
            self._log(bad.update, bad_values(bad))

    def _safely(self, do: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do some work of ours; a mistake in it must not end somebody's training."""
        try:
            return do(*args, **kwargs)
        except Exception as error:
            expected = self.not_finite is not None and isinstance(error, GruvizError)  # such weights cannot be measured
            if not (self._has_complained or expected):
                self._has_complained = True
                what = f"{type(error).__name__}: {error}"
                say(f"gruviz.watch skipped a look because of an error of its own ({what}). The training goes on.")
            return None
