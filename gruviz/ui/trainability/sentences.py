"""What a map shows, in sentences computed from it: always of which task, learning rate, updates and networks."""

from collections.abc import Iterator, Sequence

from gruviz.figures.maps.kinds import KINDS, of_kind
from gruviz.figures.maps.outcomes import learned_at, outcome_counts
from gruviz.figures.maps.shores import shore_words
from gruviz.figures.maps.words import conditions
from gruviz.training.settings import TrainConfig
from gruviz.ui.trainability.shown import TaskMap
from gruviz.wording import listed, quoted, steps

CELLS = {"gru": "a GRU", "rnn": "an RNN", "lstm": "an LSTM"}


def title_of(config: TrainConfig) -> str:
    """The question of the page."""
    return f"Where can {CELLS[config.learners[0].cell]} learn?"


def panel_note(one: TaskMap) -> str:
    """Under the title of a panel: what all of its squares share."""
    return ", ".join([*_shared(one), f"{one.config.seeds} networks a square"])


def _shared(one: TaskMap) -> Iterator[str]:
    """Length and learning rate, where they are not what an axis varies."""
    varied = {one.training.plan.x.setting, one.training.plan.y.setting}
    if one.length is not None:
        yield steps(one.length)
    if "learning_rate" not in varied:
        yield f"Adam at {one.config.learners[0].learning_rate:g}"


def map_words(one: TaskMap, budget: int) -> str:
    """What a map shows within a budget."""
    if not one.training.results:
        return f"{one.task}: no square has been trained yet."
    if one.before is None:
        learned = learned_at(one.training, budget=budget)
        return f"{one.task}; {conditions(learned.plan, learned.budget)}: {outcome_counts(learned)}."
    return shore_words(one.training, one.before, budget)


def headline(maps: Sequence[TaskMap], budget: int) -> str:
    """Whether what was left before training tells where the cell learns; empty where there is too little to say it."""
    parts = []
    for one in maps:
        found = learned_at(one.training, one.before, budget)
        among = of_kind(found.left)[0] & found.known
        if not among.any():
            return ""
        count = int((among & found.most).sum())
        parts.append(f"{count} of {int(among.sum())} learn {quoted(one.task)} in {found.budget:,} updates")
    return f"Of the squares with {KINDS[0].words} before training, {listed(parts)}."
