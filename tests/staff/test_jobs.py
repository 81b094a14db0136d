"""Long things are done beside: once at a time for one thing, with their progress told and their faults kept."""

import threading

import pytest

from catalogue.errors import ChangeError
from staff.jobs import Job, Jobs
from staff.submissions.plan_page import progress_page
from tests.staff.conftest import Person


@pytest.fixture
def jobs() -> Jobs:
    return Jobs()


def test_what_is_being_done_is_not_begun_again(jobs: Jobs) -> None:
    go, done = threading.Event(), []

    def work(job: Job) -> None:
        job.watch("a.csv", 3, 10)
        assert go.wait(5)
        done.append(job.title)

    assert jobs.begin("a", "Erstens", work)
    assert not jobs.begin("a", "Noch einmal", work)
    assert jobs.begin("b", "Zweitens", work)
    running = jobs.find("a")
    assert running is not None and running.is_running
    go.set()
    assert jobs.find("a", patience=5) is None and jobs.find("b", patience=5) is None
    assert sorted(done) == ["Erstens", "Zweitens"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(ChangeError("Das geht nicht."), "Das geht nicht."), (KeyError("geheim"), "Ein Fehler ist aufgetreten")],
)
def test_a_fault_is_told_until_somebody_has_read_it(
    jobs: Jobs, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_job: Job) -> None:
        raise error

    jobs.begin("a", "Etwas", work)
    for _ in range(2):
        failed = jobs.find("a", patience=5)
        assert failed is not None and sentence in failed.problem and "geheim" not in failed.problem
    jobs.forget("a")
    assert jobs.find("a") is None
    assert caplog.records


def test_who_writes_waits_for_another_who_writes_and_nobody_else_does(jobs: Jobs) -> None:
    go, order = threading.Event(), []
    jobs.begin("a", "Schreiben", lambda _: order.append("a") if go.wait(5) else None, writes=True)
    jobs.begin("b", "Schreiben", lambda _: order.append("b"), writes=True)
    jobs.begin("c", "Lesen", lambda _: order.append("c"))
    assert jobs.find("c", patience=5) is None
    go.set()
    assert jobs.find("b", patience=5) is None
    assert order == ["c", "a", "b"]


def test_a_page_tells_how_far_something_is_and_looks_again(client: Person) -> None:
    app = client.client.application
    with app.test_request_context("/meldungen/abc?seite=2"):
        app.preprocess_request()
        answer = progress_page(Job("Die Angebote werden übernommen", 1200, 10000))
    assert answer.headers["Refresh"] == "3"
    page = answer.get_data(as_text=True)
    assert "Die Angebote werden übernommen: 1.200 von 10.000." in page and "seite=2" in page
