"""The figures as they are looked at: made anew only where labels or training sentences have changed."""

from threading import Lock

from bot.review.insight import Insight, insight, state_of_labels
from bot.review.insight_confusions import turns_of
from bot.review.insight_contradictions import Taught
from bot.review.labels import Labels
from bot.review.sentences import Sentence, SentencesError, read_sentences, state_of
from bot.training import models_of
from staff.desk import Desk
from staff.insight import teaching, understanding
from staff.insight.parts import Part
from staff.jobs import PATIENCE_SECONDS, Job, Jobs

_ABOUT = "insight"
_lock = Lock()
_taught: dict[object, tuple[list[Sentence], Taught]] = {}
_made: dict[str, tuple[object, Insight]] = {}


def preparing(jobs: Jobs) -> Job | None:
    """Compare the training sentences beside, where that has not been done yet; the job as long as it takes.

    Raises SentencesError where they cannot be read.
    """
    if state_of() not in _taught:
        jobs.begin(_ABOUT, "Die Trainingssätze werden miteinander verglichen", _prepare)
    job = jobs.find(_ABOUT, patience=PATIENCE_SECONDS)
    if job is not None and not job.is_running:
        jobs.forget(_ABOUT)
        raise SentencesError(job.problem)
    return job


def _prepare(_job: Job) -> None:
    prepare()


def prepare() -> tuple[list[Sentence], Taught]:
    """The training sentences and what is alike among them. Raises SentencesError where they cannot be read."""
    with _lock:
        files = state_of()
        if files not in _taught:
            sentences = read_sentences()
            taught = Taught(sentences)
            _taught.clear()
            _taught[files] = sentences, taught
        return _taught[files]


def made(desk: Desk) -> Insight:
    """What the labels of an office tell. Raises SentencesError where the training sentences cannot be read."""
    Labels(desk.stored)  # makes its tables where nobody has labelled anything yet
    sentences, taught = prepare()
    # Its card says what the model that counts makes of the frozen sets, once it has been measured.
    card = models_of(desk.settings).live
    frozen = turns_of(card.measured) if card else ()
    measured = (card.name, card.measured_on) if card else None
    office, state = str(desk.stored.url), (id(taught), state_of_labels(desk.stored), measured)
    with _lock:
        if office not in _made or _made[office][0] != state:
            _made.clear()
            _made[office] = state, insight(desk.stored, sentences, taught, frozen)
        return _made[office][1]


def parts(found: Insight) -> list[Part]:
    """The whole page, in the order in which it is read."""
    every = (
        understanding.confused(found),
        understanding.confused_by_model(found),
        understanding.missed(found),
        teaching.contradictions(found),
        teaching.few(found),
        teaching.real(found),
    )
    return [part for part in every if part is not None]
