"""One update in slow motion: forward, backward, clip, update, with every learner's numbers of the last one reported."""

from collections.abc import Sequence

import streamlit as st

from gruviz.tasks import find_task
from gruviz.training.history import TrainingEvent, learner_label
from gruviz.training.settings import TrainConfig
from gruviz.ui.markdown import literal
from gruviz.wording import power, steps

BESIDE = 3
"""Learners that are told of side by side."""


def slow_motion(config: TrainConfig, events: Sequence[TrainingEvent]) -> None:
    """Name the phases of the last update of which events tell, and show what each did to the first seed of everyone."""
    last = [event for event in events if event.step == events[-1].step]
    with st.container(border=True, key="train_slow_motion"):
        st.markdown(f"**Update {last[0].step}, first seed**")
        for first in range(0, len(last), BESIDE):
            columns = st.columns(min(BESIDE, len(last)))
            for column, event in zip(columns, last[first : first + BESIDE], strict=False):
                column.markdown(_told(config, event))


def _told(config: TrainConfig, event: TrainingEvent) -> str:
    label = literal(learner_label(config.learners[event.learner], config.length))
    lines = [f"{i}. {literal(phase)}" for i, phase in enumerate(phases(config, event), start=1)]
    return "\n".join([f"**{label}**\n", *lines])


def phases(config: TrainConfig, event: TrainingEvent) -> list[str]:
    """Forward, backward, clip and update in words."""
    learner, task = config.learners[event.learner], find_task(config.task)
    size, clipped = float(event.gradient_norm[0]), float(event.clipped_norm[0])
    if config.clip is None:
        clip = f"Clip: off. The gradient of all weights has norm {power(size)}."
    elif clipped < size:
        clip = f"Clip: the gradient of all weights had norm {power(size)} and is scaled down to {power(clipped)}."
    else:
        clip = f"Clip: the gradient of all weights has norm {power(size)}, not above {config.clip:g}, and stays."
    loss = power(float(event.loss[0]))
    over = "sequences and seeds" if config.seeds > 1 else "sequences"
    score = f"{task.metric} on fixed sequences is now {power(float(event.metric[0]))}"
    return [
        f"Forward: {config.batch_size} sequences through {steps(config.length)}. The loss is {loss}.",
        f"Backward: the gradient has norm {power(float(event.profile[-1]))} at the last step and "
        f"{power(float(event.profile[0]))} at the first (median over {over}).",
        clip,
        f"Update: Adam moves all weights, learning rate {learner.learning_rate:g}. The {score}.",
    ]
