"""The frame around every application: what it is, whose models, how good they are, and the part to try."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from gruviz.applications.offered import OFFERED
from gruviz.applications.results import ranked, results
from gruviz.figures.applications.results import results_chart
from gruviz.jobs.server_runs import trainings
from gruviz.models.shipped import application_models, applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import find_task
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications.controls import OWN_DATA, TRY_IT, config_from
from gruviz.ui.applications.training import finished_run, training_box
from gruviz.ui.assets import prose
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.runs.trained_models import trained_models
from gruviz.validation import GruvizError


class Models(NamedTuple):
    """What is tried and judged on the page.

    Args:
        by_label: The models.
        run: Key of the training on this server that has made them; None of those that come with the package.
    """

    by_label: Mapping[str, TrainedModel]
    run: str | None = None


def introduction(application: str) -> None:
    """What it is, data and licence, and what would count as success."""
    st.markdown(find_task(OFFERED[application].task).text)
    st.markdown(prose("applications")[application])


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
        models = _models(application, config)
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


def _models(application: str, config: TrainConfig) -> Models:
    job = finished_run(config)
    models = trained_models(job.key) if job else {}
    if job and not models:
        st.warning("All networks of this training stopped: their values became NaN or infinite. Try other settings.")
    if not job or not models:
        return _shipped(application)
    st.markdown(
        "**Trained here**, by the settings in the sidebar, and rounded to half precision like the shipped ones."
    )
    return Models(models, job.key)


def _shipped(application: str) -> Models:
    record = applications_record()[application]
    settings, seconds = record["settings"], record["seconds"]
    took = ", ".join(f"{literal(label)} {time:.0f} s" for label, time in seconds.items())
    first, *_, last = record["seeds"]
    st.markdown(
        f"**Shipped models**, made on {record['date']}: {settings['hidden_size']} hidden units, {settings['steps']:,} "
        f"updates of {settings['batch_size']} sequences, length {settings['length']}. A training took {took}. "
        f"To see what is chance, each was trained by seeds {first} to {last}; what you try below is the first."
    )
    return Models(application_models(application))


@shared(32)
def _results(application: str, run: str | None) -> Rendering | None:
    """The chart of results: as recorded of the shipped models, judged once of those of a run."""
    if run is None:
        record, models = applications_record()[application], application_models(application)
        task = OFFERED[application].task
        rules = {f"{name}, linear" if name in models else name: value for name, value in record["baselines"].items()}
        table = ranked(find_task(task), record["measured"], rules)
    else:
        job = trainings().find(run)
        if job is None:
            return None
        models, task = trained_models(run), job.config.task
        table = results(models)
    cells = {label: model.weights.cell for label, model in models.items()}
    return Rendering.of(results_chart(find_task(task), table, cells))
