"""The frame around every application: what it is, whose models, how good they are, and the part to try."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st

from gruviz.applications.offered import OFFERED
from gruviz.applications.results import ranked, results
from gruviz.engine.cells import find_cell
from gruviz.figures.applications.results import results_chart
from gruviz.models.shipped import application_models, applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.server_runs import trainings
from gruviz.tasks import METRICS, find_task
from gruviz.tasks.own_sequences import OwnSequences
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications.catalogue import ABOUT, APPLICATIONS, OWN_DATA, Application
from gruviz.ui.applications.controls import TRAINING, config_from, offer_of
from gruviz.ui.applications.fields import control_row
from gruviz.ui.applications.training import chosen_run, training_box
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.prose import explained, prose
from gruviz.ui.runs.trained_models import trained_models
from gruviz.ui.share import share_popover
from gruviz.validation import GruvizError
from gruviz.wording import listed


class Models(NamedTuple):
    """What is tried and judged on the page.

    Args:
        by_label: The models.
        run: Key of the training on this server that has made them; None of those that come with the package.
    """

    by_label: Mapping[str, TrainedModel]
    run: str | None = None


def application_view(panel: Panel) -> None:
    """One application: the thing itself first; then results, what the answer hangs on, a training, and the data."""
    application, offer = APPLICATIONS[panel.values["application"]], offer_of(panel.values)
    with st.container(key="applications_head", horizontal=True, vertical_alignment="center"):
        st.title(application.question, anchor=False)
        panel.draw("application")
    stage, judged, below = st.container(key="applications_stage"), st.container(), st.container()
    stage.empty()  # with nothing in it, its room would not be kept
    st.subheader("Train your own", anchor=False)
    with st.container(border=True, key="applications_models"):
        config, models = _models(panel, application, offer)  # what is brought decides whose models are above
        training = st.container()
    with stage:
        _tried(panel, lambda: application.module.stage(models.by_label, panel))
    with judged:
        st.subheader("How good are they really?", anchor=False)
        results_view(offer, models)
    with below:
        st.subheader("What does the answer hang on?", anchor=False)
        _tried(panel, lambda: application.module.details(models.by_label, panel))
    with training:
        control_row(panel, [panel.controls[name] for name in TRAINING], width=205)
        if config is not None:
            training_box(offer, config)
    st.subheader("What it is made of", anchor=False)
    introduction(application.key, offer, models)
    share_popover(panel)


def introduction(application: str, offer: str, models: Models) -> None:
    """What the task of the models on the page is, its data and licence, and what would count as success."""
    task = next((model.kind for model in models.by_label.values()), find_task(OFFERED[offer].task))
    st.markdown(explained(ABOUT[application](task) if application in ABOUT else task.text))
    sections = prose("applications")
    told = task.key if isinstance(task, OwnSequences) else offer
    st.markdown(sections.get(told) or sections[application])
    st.caption(made_with(offer))
    with st.expander("How to read this page", key="applications_reading"):
        st.markdown(sections["text"])


def _models(panel: Panel, application: Application, offer: str) -> tuple[TrainConfig | None, Models]:
    """Take what a person brings, and say whose models are on the page.

    Returns:
        The training that the controls ask for, if what was brought can be learned, and the models.
    """
    try:
        own = OWN_DATA[application.key](panel) if application.key in OWN_DATA else None
        config = config_from(panel.values, own)
    except GruvizError as error:
        st.error(literal(in_words(error, panel.controls)))
        return None, _shipped(offer)
    models = _trained(offer, config, _named(panel))
    if own is not None and models.run is None:
        st.caption("The networks above have not learned from your data yet: start their training below.")
    return config, models


def results_view(offer: str, models: Models) -> None:
    """How good the models are on what is held out, beside the baselines."""
    chart = _results(offer, models.run)
    if chart is not None:
        chart_card(chart, key="applications_results")


def _tried(panel: Panel, draw: Callable[[], None]) -> None:
    """Draw a part of an application; a mistake is reported in its place, and the rest of the page stays."""
    try:
        draw()
    except GruvizError as error:
        st.error(literal(in_words(error, panel.controls)))


def _named(panel: Panel) -> str:
    """What the person has brought to this application, by name."""
    return str(panel.values.get(f"{panel.values['application']}_file", ""))


def by_cell(models: Mapping[str, TrainedModel]) -> dict[str, TrainedModel]:
    """Models by the title of their cell, of which the page has one start only."""
    return {find_cell(model.weights.cell).title: model for model in models.values()}


def _trained(offer: str, config: TrainConfig, named: str) -> Models:
    job = chosen_run(offer, config, named)
    models = trained_models(job.key) if job else {}
    if job and not models:
        st.warning("All networks of this training stopped: their values became NaN or infinite. Try other settings.")
    if not job or not models:
        return _shipped(offer)
    by = "the settings below" if job.config == config else "earlier settings"
    st.markdown(f"**Trained here**, by {by}, and rounded to half precision like those that come with GRUViz.")
    return Models(by_cell(models), job.key)


def _shipped(offer: str) -> Models:
    times = len(applications_record()[offer]["seeds"])
    st.markdown(
        f"Above are **networks that come with GRUViz**. Each was trained {times} times, to show how much is luck; you "
        "try the middle one."
    )
    return Models(application_models(offer))


def made_with(offer: str) -> str:
    """With which settings the shipped models were made, when, and which of several trainings one tries."""
    record = applications_record()[offer]
    settings, metric = record["settings"], METRICS[record["metric"]]
    tried = [
        f"{literal(label)} seed {seed} ({metric.words(record['measured'][label][record['seeds'].index(seed)])})"
        for label, seed in record["shipped"].items()
    ]
    return (
        f"The networks that come with GRUViz were made on {record['date']} with Python {record['versions']['python']}: "
        f"{settings['hidden_size']} hidden units, {settings['steps']:,} updates of {settings['batch_size']} sequences, "
        f"length {settings['length']}. Of {len(record['seeds'])} trainings, each from another seed, you try the middle "
        f"one by {metric.name}: {listed(tried)}. {chosen_rates(record)}"
    )


def chosen_rates(record: Mapping[str, Any]) -> str:
    """How the learning rates of the shipped models were chosen."""
    rates = listed([f"{label} {rate:g}" for label, rate in record["rates"].items()])
    tried, times = next(iter(record["validation"].values())), len(record["turns"])
    grid = listed([f"{float(rate):g}" for rate in tried])
    trainings_each = "one training" if times == 1 else f"{times} trainings"
    if (rehearsed := record.get("rehearsed")) not in (None, record["settings"]["steps"]):
        trainings_each += f" of {rehearsed:,} updates"
    return (
        f"Learning rates: {rates}. Each was chosen among {grid} by {trainings_each} with each rate, judged on a part "
        "of the training data that was set apart; what is held out was not looked at. Then the models learned from all "
        "of the training data."
    )


@shared(32)
def _results(offer: str, run: str | None) -> Rendering | None:
    """The chart of results: as recorded of the shipped models, judged once of those of a run."""
    if run is None:
        record, models = applications_record()[offer], application_models(offer)
        task = OFFERED[offer].task
        table = ranked(find_task(task), record["measured"], record["baselines"])
    else:
        job = trainings().find(run)
        if job is None:
            return None
        models, task = by_cell(trained_models(run)), job.config.task
        table = results(models)
    cells = {label: model.weights.cell for label, model in models.items()}
    return Rendering.of(results_chart(find_task(task), table, cells))
