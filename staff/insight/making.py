"""The figures as they are looked at: made anew only where labels or training sentences have changed."""

from threading import Lock

from bot.review.insight import Insight, insight, state_of_labels
from bot.review.insight_contradictions import Taught
from bot.review.labels import Labels
from bot.review.sentences import Sentence, read_sentences, state_of
from staff.desk import Desk
from staff.insight import teaching, understanding
from staff.insight.parts import Part

_lock = Lock()
_taught: dict[object, tuple[list[Sentence], Taught]] = {}
_made: dict[str, tuple[object, Insight]] = {}


def made(desk: Desk) -> Insight:
    """What the labels of an office tell. Raises SentencesError where the training sentences cannot be read."""
    Labels(desk.stored)  # makes its tables where nobody has labelled anything yet
    office = str(desk.stored.url)
    with _lock:
        files = state_of()
        state = (files, state_of_labels(desk.stored))
        if office not in _made or _made[office][0] != state:
            if files not in _taught:
                sentences = read_sentences()
                _taught.clear()
                _taught[files] = sentences, Taught(sentences)
            _made.clear()
            _made[office] = state, insight(desk.stored, *_taught[files])
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
