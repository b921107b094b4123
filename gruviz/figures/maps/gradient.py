"""What is left of the gradient before training over two settings, with theory's lines."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array, Mask
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import GREY, STATE_SCALES
from gruviz.figures.maps.clear import without_noise
from gruviz.figures.maps.kinds import FEW, KINDS, MANY, check_measure, found, limits, of_kind, read_at
from gruviz.figures.maps.squares import (
    BURST,
    CROSS,
    HATCH,
    HEIGHT,
    draw_lines,
    draw_marks,
    draw_squares,
    grid_columns,
    map_layout,
    map_lines,
)
from gruviz.figures.maps.words import (
    NOT_YET,
    conditions,
    left_words,
    length_of,
    place_words,
    settings_words,
    so_far,
    subject_words,
)
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.wording import listed, steps

GRADIENT_ENDS = (-15, 5)
"""Powers of ten at the ends of the one colour scale of all maps; what lies beyond keeps its number in words."""
TICKS = (-15, -10, -5, -2, 0, 2, 5)
NOTHING_LEFT, NO_NUMBER = "nothing left", "beyond all numbers"
PROVES_NOTHING = " The bound is above 1 everywhere, which proves nothing."


class GradientField(NamedTuple):
    """Numbers of the map."""

    sweep: Map
    left: Array
    """log₁₀ of what is left, (rows, columns): −inf for nothing, inf beyond all numbers, nan where not yet."""
    factor: Map | None = None
    bound: Map | None = None

    @property
    def beyond(self) -> Mask:
        """Squares with a result whose gradient is beyond all numbers, or none, (rows, columns)."""
        return found(self.sweep) & (np.isnan(self.left) | (self.left == np.inf))


def gradient_map(
    gradient: Map, *, factor: Map | None = None, bound: Map | None = None, theme: str = "light"
) -> go.Figure:
    """Draw what is left of the gradient at the first step, before training, over two settings.

    Args:
        gradient: A map whose measure is "gradient".
        factor: One whose measure is "factor": theory's factor per step, whose line 1 is drawn.
        bound: One whose measure is "bound", whose line 1 surrounds where vanishing is proven.
        theme: "light" or "dark".
    """
    return gradient_map_chart(measure_field(gradient, factor, bound)).styled(theme)


def measure_field(gradient: Map, factor: Map | None = None, bound: Map | None = None) -> GradientField:
    """Take the medians over the networks of each square."""
    check_measure("gradient", gradient, "gradient")
    for name, theory in (("factor", factor), ("bound", bound)):
        if theory is not None:
            read_at(name, check_measure(name, theory, name), gradient.plan)
    return GradientField(gradient, gradient.typical(), factor, bound)


def gradient_map_chart(field: GradientField) -> Chart:
    """Draw the squares, theory's lines over them, and marks where there is no number to draw."""
    plan = field.sweep.plan
    figure = build([_heat(field), *_theory(field), *_marks(field)], map_layout(plan))
    return Chart(figure, _title(field), _summary(field), _table(field), HEIGHT)


def tinted(left: Array) -> Array:
    """Place of a gradient on the colour scale, from −1 over 0, where all of it is left, to 1; nan where not finite."""
    low, high = GRADIENT_ENDS
    held = np.clip(np.where(np.isfinite(left), left, np.nan), low, high)
    return np.where(held < 0, held / -low, held / high)


def gradient_scale(theme: str) -> list[tuple[float, str]]:
    """The colours of that scale for a picture that is drawn without Plotly.

    Args:
        theme: "light" or "dark".

    Returns:
        Each colour with its part of the way from the lower of `GRADIENT_ENDS` to the upper, evenly in powers of ten.
    """
    low, high = GRADIENT_ENDS
    places = np.linspace(-1, 1, len(STATE_SCALES[theme]))
    powers = np.where(places < 0, places * -low, places * high)
    return [*zip(((powers - low) / (high - low)).tolist(), STATE_SCALES[theme], strict=True)]


def gradient_bar() -> dict[str, Any]:
    """The colour bar of that scale."""
    words = [tick_words(tick) for tick in TICKS]
    words[0], words[-1] = f"≤ {words[0]}", f"≥ {words[-1]}"
    return color_bar(title="left<br> ", tickvals=tinted(np.array(TICKS, dtype=np.float64)).tolist(), ticktext=words)


def theory_lines(factor: Map) -> list[Array]:
    """Lines along which theory's factor per step is 1, in the values of the axes; see `without_noise`."""
    return map_lines(factor, without_noise(factor, 1.0), 1.0)


def proven_lines(bound: Map) -> list[Array]:
    """Lines around the ground where the bound proves of every network that its gradient vanishes, likewise."""
    return map_lines(bound, _largest(bound), 1.0)


def kept_lines(sweep: Map, **more: Any) -> list[dict[str, Any]]:
    """The lines along which a gradient map has 1% and 100 times left, drawn."""
    left = sweep.typical()
    ends = zip(limits(), (FEW, MANY), (KINDS[0].color, KINDS[2].color), strict=True)
    return [
        trace
        for limit, words, color in ends
        for trace in draw_lines(map_lines(sweep, left, limit), f"{words} left before training", pen(color, 2), **more)
    ]


def _heat(field: GradientField) -> dict[str, Any]:
    words = [[left_words(one) for one in row] for row in field.left.tolist()]
    return draw_squares(
        field.sweep.plan, tinted(field.left), (-1, 1), words, scale=None, bar=gradient_bar(), name="gradient left"
    )


def _theory(field: GradientField) -> list[dict[str, Any]]:
    """Level 1 of theory's factor, and of the bound."""
    traces = []
    if field.factor is not None:
        traces += draw_lines(theory_lines(field.factor), "theory: factor 1 per step", pen(GREY, 3, "dot"))
    if field.bound is not None:
        traces += draw_lines(proven_lines(field.bound), "theory: below it vanishing is proven", pen(GREY, 2, "dashdot"))
    return traces


def _marks(field: GradientField) -> list[dict[str, Any]]:
    plan = field.sweep.plan
    return [
        *draw_marks(plan, field.left == -np.inf, NOTHING_LEFT, CROSS),
        *draw_marks(plan, field.beyond, NO_NUMBER, BURST),
        *draw_marks(plan, ~found(field.sweep), NOT_YET, HATCH),
    ]


def _largest(bound: Map) -> Array:
    """The largest number of each square's networks, (rows, columns): what is proven holds for all of them."""
    values = bound.values()
    return np.where(np.isnan(values).all(axis=-1), np.nan, np.nanmax(np.nan_to_num(values, nan=-np.inf), axis=-1))


def _title(field: GradientField) -> str:
    plan, known = field.sweep.plan, ~np.isnan(field.left)
    where = "" if "length" in (plan.x.setting, plan.y.setting) else f" over {steps(length_of(plan.base))}"
    if not known.any():
        return f"{subject_words(plan)}: nothing is measured yet"
    kept = int(of_kind(field.left)[1].sum())
    of_all = f"{kept:,} of {settings_words(int(known.sum()))}"
    return f"{subject_words(plan)}: {of_all} keep {FEW} to {MANY} of the gradient{where}"


def _summary(field: GradientField) -> str:
    known = ~np.isnan(field.left)
    base = f"What is left of the gradient at the first step, before training: {conditions(field.sweep.plan)}."
    if not known.any():
        return f"{base} Nothing is measured yet."
    counts = zip(KINDS, of_kind(field.left), strict=True)
    told = listed([f"{settings_words(int(where.sum()))} with {kind.words}" for kind, where in counts])
    return f"{base} {told}.{so_far(found(field.sweep), 'measured')} {_ends(field)}{_theory_words(field)}"


def _ends(field: GradientField) -> str:
    """Where most and where least is left."""
    plan, left = field.sweep.plan, field.left
    least, most = (np.unravel_index(int(pick(left)), left.shape) for pick in (np.nanargmin, np.nanargmax))
    if left[least] == left[most]:
        return f"It is the same everywhere: {left_words(float(left[least]))}."
    words = [f"{left_words(float(left[at]))} ({_where(plan, at)})" for at in (least, most)]
    return f"Least is left at one end, {words[0]}, most at the other, {words[1]}."


def _where(plan: Plan, at: tuple[Any, ...]) -> str:
    return place_words(plan, (int(at[1]), int(at[0])))


def _theory_words(field: GradientField) -> str:
    """How often theory's factor is on the side where the gradient was measured, and what the bound proves."""
    plan, words = field.sweep.plan, ""
    if field.factor is not None:
        factor = read_at("factor", field.factor, plan)
        both = ~np.isnan(factor) & ~np.isnan(field.left)
        right = int(((factor > 1) == (field.left > 0))[both].sum())
        of_all = f"{right:,} of {settings_words(int(both.sum()))}"
        words += f" Theory's factor per step tells for {of_all} whether the gradient shrinks or grows."
    if field.bound is not None:
        bound = read_at("bound", field.bound, plan, _largest(field.bound))
        proven = int((bound < 1).sum())
        words += (
            f" The bound proves for {settings_words(proven)} that it vanishes."
            if proven
            else " The bound proves nothing here."
        )
    return words


def _table(field: GradientField) -> dict[str, Any]:
    plan = field.sweep.plan
    table: dict[str, Any] = grid_columns(plan) | {"log10 of what is left": field.left.ravel().tolist()}
    if field.factor is not None:
        table["theory's factor per step"] = read_at("factor", field.factor, plan).ravel().tolist()
    if field.bound is not None:
        bound = read_at("bound", field.bound, plan, _largest(field.bound))
        table["largest bound per step"] = bound.ravel().tolist()
    return table
