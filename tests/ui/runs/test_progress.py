"""What the progress bar says of a run in each of its states."""

import pytest
from streamlit.testing.v1 import AppTest

from gruviz.jobs.job import JobView
from gruviz.jobs.pool import UNWATCHED


def view(status, **given):
    fields = {"ahead": 0, "events": (), "total_events": 0, "viewers": 1, "message": "", "started": 30.0}
    fields |= {"share": 0.0, "left": None}
    return JobView("key", "config", status, **fields | given)


def bar(job, done, **options):
    """The bar, or the box of an error, after `done` of 100 updates."""

    def script(job, done, options):
        from gruviz.ui.runs.progress import progress

        progress(job, done, 100, "update", **options)

    page = AppTest.from_function(script, args=(job, done, options)).run()
    assert not page.exception
    [drawn] = [*page.get("progress"), *page.error]
    return drawn


@pytest.mark.parametrize(
    ("job", "done", "words"),
    [
        (view("queued", started=None), 0, "Waiting: you are next."),
        (view("queued", started=None, ahead=1), 0, "Waiting: 1 run ahead of you."),
        (view("running"), 0, "Starting."),
        (view("running"), 1, "Update 1 of 100."),
        (view("queued", started=None, ahead=2), 0, "Waiting: 2 runs ahead of you."),
        (view("running", left=19.6), 60, "Update 60 of 100, about 20 s left."),
        (view("running", left=0.2), 99, "Update 99 of 100, about 1 s left."),
        (view("running", message="Resumed."), 1, "Update 1 of 100. Resumed."),
        (view("running", viewers=3), 60, "Update 60 of 100. 3 are watching."),
        (view("paused"), 60, "Paused after update 60."),
        (view("finished"), 100, "Finished: 100 updates in 30 s."),
        (view("finished", viewers=3), 100, "Finished: 100 updates in 30 s."),
        (view("cancelled"), 60, "Stopped after 60 updates."),
        (view("cancelled"), 1, "Stopped after 1 update."),
        (view("cancelled", message=UNWATCHED, viewers=2), 60, "Stopped after 60 updates, as nobody was watching."),
    ],
)
def test_a_bar_says_how_far_a_run_is(job, done, words):
    drawn = bar(job, done).proto
    assert (drawn.text, drawn.value) == (words, done)


@pytest.mark.parametrize(("status", "shown"), [("running", 23), ("cancelled", 10), ("failed", 10), ("paused", 10)])
def test_what_a_run_says_between_its_reports_counts_while_the_page_follows_it(status, shown):
    drawn = bar(view(status, share=0.23), 10).proto
    assert f" {shown} " in (drawn.body if status == "failed" else drawn.text).replace(".", " ").replace(":", " ")


def test_a_page_that_stands_still_says_so():
    drawn = bar(view("running", viewers=2, share=0.9), 60, frozen=True).proto
    assert (drawn.text, drawn.value) == ("Frozen here after update 60; the run goes on for the others.", 60)


def test_a_failure_is_an_error_with_its_reason():
    assert (
        bar(view("failed", message="KeyError: 'loss'"), 60).value == "The run failed after update 60: KeyError: 'loss'"
    )
