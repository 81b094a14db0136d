"""Labels of several people: none is overwritten unseen, and everybody takes back his own steps."""

import pytest
from sqlalchemy import Engine

from bot.review.inbox import Inbox
from bot.review.labelling import LabelledMeanwhileError, Labelling, stand
from bot.review.labels import Label, Labels, Marked
from bot.review.tables import DECLINED, TAUGHT
from catalogue.errors import ChangeError
from tests.bot.review.kept import keep, message


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def labelling(stored: Engine) -> Labelling:
    return Labelling(stored, Clock())


def label_ids(stored: Engine, ids: list[int]) -> list[int | None]:
    found = [Inbox(stored).message(item) for item in ids]
    return [item.label_id if item else None for item in found]


def test_a_label_is_kept_with_who_and_when(stored: Engine, labelling: Labelling) -> None:
    (only,) = keep(stored, [message("Yoga in Hameln", "a")])
    marks = (Marked(0, 4, "topic"), Marked(8, 14, "place", "background"))
    made = labelling.say(Label("Yoga in Hameln", "search", marks, conversation="a"), only, [only], "Anna", "")
    found = labelling.of_text("Yoga in Hameln")
    assert found is not None
    assert (found.intent, found.entities, found.by, found.at) == ("search", marks, "Anna", 1001.0)
    assert label_ids(stored, [only]) == [made]


def test_somebody_elses_label_is_not_overwritten_unseen(stored: Engine, labelling: Labelling) -> None:
    (only,) = keep(stored, [message("Yoga")])
    labelling.say(Label("Yoga", "search"), only, [only], "Anna", "")
    with pytest.raises(LabelledMeanwhileError) as raised:
        labelling.say(Label("Yoga", "refine"), only, [only], "Bodo", "")
    assert raised.value.label.intent == "search"
    # Who has seen it decides.
    labelling.say(Label("Yoga", "refine"), only, [only], "Bodo", stand(raised.value.label))
    found = labelling.of_text("Yoga")
    assert found is not None and (found.intent, found.by) == ("refine", "Bodo")


def test_steps_are_taken_back_one_after_the_other(stored: Engine, labelling: Labelling) -> None:
    ids = keep(stored, [message(text, outcome=DECLINED) for text in ("Yoga", "Singen", "Malen")])
    labelling.say(Label("Yoga", "search"), ids[0], [ids[0], ids[2]], "Anna", "")
    labelling.say(Label("Singen", "greet"), ids[1], [ids[1]], "Anna", "")
    labelling.say(Label("Yoga", "refine"), ids[0], ids[:1], "Anna", stand(labelling.of_text("Yoga")))
    assert labelling.undo("Anna").intent == "refine"
    again = labelling.of_text("Yoga")
    assert again is not None and again.intent == "search"
    assert labelling.undo("Anna").message_id == ids[1]
    assert labelling.of_text("Singen") is None
    assert labelling.undo("Anna").intent == "search"
    assert Labels(stored).all() == []
    assert label_ids(stored, ids) == [None, None, None]
    assert not labelling.can_undo("Anna")
    with pytest.raises(ChangeError, match="nichts"):
        labelling.undo("Anna")


def test_only_ones_own_steps_are_taken_back(stored: Engine, labelling: Labelling) -> None:
    ids = keep(stored, [message("Yoga"), message("Singen")])
    labelling.say(Label("Yoga", "search"), ids[0], [], "Anna", "")
    labelling.say(Label("Singen", "search"), ids[1], [], "Bodo", "")
    labelling.undo("Anna")
    assert [label.text for label in Labels(stored).all()] == ["Singen"]


def test_what_somebody_else_has_said_since_stays(stored: Engine, labelling: Labelling) -> None:
    (only,) = keep(stored, [message("Yoga")])
    labelling.say(Label("Yoga", "search"), only, [], "Anna", "")
    labelling.say(Label("Yoga", "refine"), only, [], "Bodo", stand(labelling.of_text("Yoga")))
    with pytest.raises(ChangeError, match="jemand anders"):
        labelling.undo("Anna")
    found = labelling.of_text("Yoga")
    assert found is not None and found.intent == "refine"
    assert not labelling.can_undo("Anna")


def test_undo_brings_back_that_a_label_taught(stored: Engine, labelling: Labelling) -> None:
    (only,) = keep(stored, [message("Yoga")])
    made = labelling.say(Label("Yoga", "search"), only, [], "Anna", "")
    Labels(stored).teach([made], "modell-1")
    labelling.say(Label("Yoga", "refine"), only, [], "Bodo", stand(labelling.of_text("Yoga")))
    labelling.undo("Bodo")
    found = labelling.of_text("Yoga")
    assert found is not None
    assert (found.intent, found.by, found.state, found.measured) == ("search", "Anna", TAUGHT, "modell-1")


def test_steps_hold_nothing_of_what_was_written(stored: Engine, labelling: Labelling) -> None:
    (only,) = keep(stored, [message("Geheimwort")])
    labelling.say(Label("Geheimwort", "search"), only, [], "Anna", "")
    labelling.say(Label("Geheimwort", "refine"), only, [], "Anna", stand(labelling.of_text("Geheimwort")))
    with stored.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM review_steps").all()
    assert len(rows) == 2
    assert "Geheimwort" not in repr(rows)
