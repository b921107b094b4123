"""What the component wearable plays: a sequence that is read, and what networks and the best rule make of it."""

from typing import Any

from gruviz.applications.beliefs import beliefs
from gruviz.arrays import Array
from gruviz.figures.drawing.palette import cell_color, cell_symbol
from gruviz.tasks import Classification
from gruviz.tasks.examples import rule_answers
from gruviz.ui.applications.class_cards import Models
from gruviz.wording import listed, share


def reading_scene(models: Models, place: int, inputs: Array, truth: int, *, seen: str, of: str) -> dict[str, Any]:
    """Beliefs after each step and answers at the end; traces, channels and rate are for the caller to add.

    Args:
        models: By label, all of one task.
        place: Of the sequence among all that are held out.
        inputs: The sequence, (T, 1, D).
        truth: Its class.
        seen: What the traces are, for the alternative text: "Six traces of …".
        of: What the rule was judged on: "windows".
    """
    task, length = next((model.kind, model.length) for model in models.values())
    assert isinstance(task, Classification)
    rule = next(iter(task.baselines(length)))
    answer = int(rule_answers(task, rule, length)[place])
    believed = {label: beliefs(model, inputs)[:, 0, 0] for label, model in models.items()}
    said = {label: int(belief[-1].argmax()) for label, belief in believed.items()}
    reached = f"{rule} ({share(task.baselines(length)[rule])} of all {of})"
    return {
        "classes": list(task.classes),
        "truth": truth,
        "networks": [
            {
                "label": label,
                "color": cell_color(model.weights.cell),
                "mark": cell_symbol(model.weights.cell),
                "beliefs": believed[label].round(3).tolist(),
            }
            for label, model in models.items()
        ],
        "rule": {"name": rule, "answer": answer},
        "alt": f"{seen} {_ending(task.classes, said, reached, answer, truth)}",
    }


def _ending(names: tuple[str, ...], said: dict[str, int], rule: str, answer: int, truth: int) -> str:
    """The end of the story, in words."""
    networks = listed([f"{label} {names[one]}" for label, one in said.items()])
    right = [label for label, one in said.items() if one == truth] + ["the rule"] * (answer == truth)
    verdict = f"{listed(right)} {'is' if len(right) == 1 else 'are'} right" if right else "none is right"
    return f"In the end the networks say: {networks}; the best rule, {rule}, says {names[answer]}: {verdict}."
