"""The frame around every application: what it is, whose models, how good they are, and the part to try."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.applications.offered import OFFERED
from gruviz.applications.results import ranked, results
from gruviz.engine.cells import find_cell
from gruviz.figures.applications.results import results_chart
from gruviz.jobs.server_runs import trainings
from gruviz.models.shipped import application_models, applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import METRICS, find_task
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications.controls import ABOUT, OWN_DATA, TRY_IT, config_from
from gruviz.ui.applications.training import chosen_run, training_box
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.prose import explained, prose
from gruviz.ui.runs.trained_models import trained_models
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


def data_words(application: str) -> DeltaGenerator:
    """Data, licence, and what would count as success; returns the place above, for what depends on the models."""
    with st.container(key="applications_introduction"):
        above = st.container()
        st.markdown(prose("applications")[application])
    return above


def introduction(application: str, models: Models) -> None:
    """What the task of the models on the page is."""
    task = next((model.kind for model in models.by_label.values()), find_task(OFFERED[application].task))
    st.markdown(explained(ABOUT[application](task) if application in ABOUT else task.text))


def models_view(panel: Panel) -> Models:
    """Say whose models are on the page, and offer to train others."""
    application = panel.values["application"]
    with st.container(border=True, key="applications_models"):
        try:
            own = OWN_DATA[application](panel) if application in OWN_DATA else None
            config = config_from(panel.values, own)
        except GruvizError as error:
            st.error(literal(in_words(error, panel.controls)))
            return _shipped(application)
        models = _models(application, config, _named(panel))
        if own is not None and models.run is None:
            st.caption("The models below have not learned from your data yet: press Start.")
        training_box(config)
    return models


def results_view(panel: Panel, models: Models) -> None:
    """How good the models are on what is held out, beside the baselines."""
    chart = _results(panel.values["application"], models.run)
    if chart is not None:
        chart_card(chart, key="applications_results")


def try_view(panel: Panel, models: Models) -> None:
    """What a person can do with the models; a mistake is reported here, and the rest of the page stays."""
    module = TRY_IT.get(panel.values["application"])
    if module is None or not models.by_label:
        return
    st.subheader("Try it", anchor=False)
    try:
        module.try_it(models.by_label, panel)
    except GruvizError as error:
        st.error(literal(in_words(error, panel.controls)))


def _named(panel: Panel) -> str:
    """What the person has brought to this application, by name."""
    return str(panel.values.get(f"{panel.values['application']}_file", ""))


def by_cell(models: Mapping[str, TrainedModel]) -> dict[str, TrainedModel]:
    """Models by the title of their cell, of which the page has one start only."""
    return {find_cell(model.weights.cell).title: model for model in models.values()}


def _models(application: str, config: TrainConfig, named: str) -> Models:
    job = chosen_run(application, config, named)
    models = trained_models(job.key) if job else {}
    if job and not models:
        st.warning("All networks of this training stopped: their values became NaN or infinite. Try other settings.")
    if not job or not models:
        return _shipped(application)
    by = "the settings in the sidebar" if job.config == config else "earlier settings"
    st.markdown(f"**Trained here**, by {by}, and rounded to half precision like the shipped ones.")
    return Models(by_cell(models), job.key)


def _shipped(application: str) -> Models:
    record = applications_record()[application]
    settings, metric = record["settings"], METRICS[record["metric"]]
    tried = [
        f"{literal(label)} seed {seed} ({metric.words(record['measured'][label][record['seeds'].index(seed)])})"
        for label, seed in record["shipped"].items()
    ]
    st.markdown(
        f"**Shipped models**, made on {record['date']} with Python {record['versions']['python']}: "
        f"{settings['hidden_size']} hidden units, {settings['steps']:,} updates of {settings['batch_size']} sequences, "
        f"length {settings['length']}. Each network was trained {len(record['seeds'])} times, from other seeds, to "
        f"show how much is luck. You try the one in the middle ({metric.name}): {listed(tried)}."
    )
    st.caption(chosen_rates(record))
    return Models(application_models(application))


def chosen_rates(record: Mapping[str, Any]) -> str:
    """How the learning rates of the shipped models were chosen."""
    rates = listed([f"{label} {rate:g}" for label, rate in record["rates"].items()])
    tried, times = next(iter(record["validation"].values())), len(record["turns"])
    grid = listed([f"{float(rate):g}" for rate in tried])
    trainings_each = "one training" if times == 1 else f"{times} trainings"
    return (
        f"Learning rates: {rates}. Each was chosen among {grid} by {trainings_each} with each rate, judged on a part "
        "of the training data that was set apart; what is held out was not looked at. Then the models learned from all "
        "of the training data."
    )


@shared(32)
def _results(application: str, run: str | None) -> Rendering | None:
    """The chart of results: as recorded of the shipped models, judged once of those of a run."""
    if run is None:
        record, models = applications_record()[application], application_models(application)
        task = OFFERED[application].task
        table = ranked(find_task(task), record["measured"], record["baselines"])
    else:
        job = trainings().find(run)
        if job is None:
            return None
        models, task = by_cell(trained_models(run)), job.config.task
        table = results(models)
    cells = {label: model.weights.cell for label, model in models.items()}
    return Rendering.of(results_chart(find_task(task), table, cells))
