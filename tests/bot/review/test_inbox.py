"""Which messages can teach something, in which order, and which are left out; and two people at once."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.review.claims import LAPSES_AFTER, Claims
from bot.review.inbox import OTHER, REWORDED, THUMB, UNSURE, Inbox, content
from bot.review.labelling import Labelling
from bot.review.labels import Label
from bot.review.tables import DECLINED, FAILED, NOTHING, RELAXED, SAID
from tests.bot.review.kept import keep, message


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("more", "reasons"),
    [
        ({"outcome": DECLINED}, (DECLINED,)),
        ({"outcome": NOTHING, "total": 0}, (NOTHING,)),
        ({"outcome": RELAXED}, (RELAXED,)),
        ({"thumb": -1}, (THUMB,)),
        ({"confidence": 0.3}, (UNSURE,)),
        ({"guess": "greet"}, (OTHER,)),
        ({"outcome": DECLINED, "thumb": -1}, (THUMB, DECLINED)),
    ],
)
def test_what_can_teach_waits_and_says_why(stored: Engine, more: dict[str, Any], reasons: tuple[str, ...]) -> None:
    keep(stored, [message("Yoga in Hameln", **more)])
    (group,) = Inbox(stored).waiting().groups
    assert group.reasons == reasons


def test_what_is_known_well_is_left_out_and_counted(stored: Engine) -> None:
    keep(stored, [message("Yoga", thumb=1), message("danke", intent="thanks", outcome=SAID)])
    found = Inbox(stored).waiting()
    assert found.groups == ()
    assert sorted(group.text for group in found.known) == ["Yoga", "danke"]
    assert len(found.shown(True)) == 2


def test_a_fault_of_ours_teaches_nothing_and_is_not_known_well(stored: Engine) -> None:
    keep(stored, [message("Yoga", outcome=FAILED)])
    assert Inbox(stored).waiting().shown(True) == ()


def test_buttons_never_appear(stored: Engine) -> None:
    keep(stored, [message("", "a", outcome=DECLINED)])
    assert Inbox(stored).waiting().shown(True) == ()


def test_the_most_useful_comes_first(stored: Engine) -> None:
    more: dict[str, dict[str, Any]] = {
        "Unsicher": {"confidence": 0.5},
        "Verzicht": {"outcome": RELAXED},
        "Nichts": {"outcome": NOTHING},
        "Abgewiesen": {"outcome": DECLINED},
        "Daumen": {"thumb": -1},
        "Beides": {"outcome": DECLINED, "thumb": -1},
    }
    keep(stored, [message(text, **about) for text, about in more.items()])
    texts = [group.text for group in Inbox(stored).waiting().groups]
    # An unsure guess and a condition given up weigh the same here; the one that came first is shown first.
    assert texts == ["Beides", "Daumen", "Abgewiesen", "Nichts", "Unsicher", "Verzicht"]


def test_the_less_sure_the_earlier(stored: Engine) -> None:
    keep(stored, [message("Töpfern", confidence=0.5), message("Singen", confidence=0.2)])
    assert [group.text for group in Inbox(stored).waiting().groups] == ["Singen", "Töpfern"]


def test_alike_ones_are_one_and_many_of_them_come_earlier(stored: Engine) -> None:
    alike = ["Schwimmkurs für Kinder", "suche schwimmkurs für kinder", "Schwimmkurse für ein Kind?"]
    keep(stored, [message("Töpfern", outcome=DECLINED), *(message(text, outcome=DECLINED) for text in alike)])
    first, second = Inbox(stored).waiting().groups
    assert [line.text for line in first.lines] == alike
    assert (first.text, second.text) == ("Schwimmkurs für Kinder", "Töpfern")


def test_what_was_taken_for_something_else_is_not_alike(stored: Engine) -> None:
    keep(stored, [message("Yoga", confidence=0.1), message("Yoga?", "b", intent="refine", confidence=0.1)])
    assert len(Inbox(stored).waiting().groups) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ich suche bitte einen Yogakurs", "yogakurse"),
        ("Deutsch für meine Töchter", "deutsch tochter"),
    ],
)
def test_what_a_text_is_about_are_its_content_words(one: str, other: str) -> None:
    assert content(one) == content(other)


@pytest.mark.parametrize(("one", "other"), [("Yoga", "kein Yoga"), ("hm", "äh"), ("?", "!"), ("Hameln", "Aerzen")])
def test_different_words_are_different(one: str, other: str) -> None:
    assert content(one) != content(other)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"text": "Schwimkurs", "outcome": DECLINED}, {"text": "Schwimmkurs"}, True),
        ({"text": "Kurs über Falknerei", "outcome": NOTHING}, {"text": "Falknerei lernen"}, True),
        ({"text": "Kurs über Falknerei", "outcome": NOTHING}, {"text": "Töpfern in Hameln"}, False),
        ({"text": "Yoga für Anfänger", "wish": {"topic": "yoga"}}, {"text": "Yoga", "wish": {"topic": "yoga"}}, True),
        (
            {"text": "Yoga für Anfänger", "wish": {"topic": "yoga"}},
            {"text": "Yoga abends", "intent": "refine", "wish": {"topic": "yoga"}},
            False,
        ),
    ],
)
def test_what_is_asked_again_in_other_words(
    stored: Engine, first: dict[str, Any], second: dict[str, Any], expected: bool
) -> None:
    keep(stored, [message(conversation="a", turn=1, **first), message(conversation="a", turn=2, **second)])
    groups = {group.text: group.reasons for group in Inbox(stored).waiting().groups}
    assert (REWORDED in groups.get(first["text"], ())) is expected


def test_another_conversation_is_no_rewording(stored: Engine) -> None:
    keep(stored, [message("Schwimkurs", "a", outcome=DECLINED), message("Schwimmkurs", "b")])
    assert [group.reasons for group in Inbox(stored).waiting().groups] == [(DECLINED,)]


def test_a_label_counts_for_all_alike_and_for_the_same_text_later(stored: Engine) -> None:
    ids = keep(stored, [message("Töpferkurs", outcome=DECLINED), message("suche Töpferkurse", outcome=DECLINED)])
    inbox = Inbox(stored)
    shown = inbox.message(ids[0])
    assert shown is not None
    alike = [line.id for line in inbox.alike(shown)]
    assert alike == ids
    Labelling(stored).say(Label("Töpferkurs", "search"), ids[0], alike, "Anna", "")
    keep(stored, [message("Töpferkurs", "später", outcome=DECLINED), message("töpferkurs bitte", outcome=DECLINED)])
    found = inbox.waiting()
    assert found.shown(True) == ()
    assert found.labelled == 3


def test_two_people_look_at_different_messages(stored: Engine) -> None:
    keep(stored, [message("Töpfern", outcome=DECLINED), message("Singen", outcome=DECLINED)])
    inbox, clock = Inbox(stored), Clock()
    claims, groups = Claims(stored, clock), inbox.waiting().groups
    first, second = (inbox.next_for(name, claims, groups) for name in ("Anna", "Bodo"))
    assert first and second and {first.text, second.text} == {"Töpfern", "Singen"}
    assert inbox.next_for("Clara", claims, groups) is None
    assert claims.holder(first.id) == "Anna"
    # Who asks again sees the same one, as long as it waits.
    assert inbox.next_for("Anna", claims, groups) == first
    clock.now += LAPSES_AFTER
    assert inbox.next_for("Clara", claims, groups) == first


def test_who_is_faster_has_it(stored: Engine) -> None:
    (only,) = keep(stored, [message("Töpfern", outcome=DECLINED)])
    claims = Claims(stored, Clock())
    assert claims.take(only, "Anna")
    assert not claims.take(only, "Bodo")
    claims.release("Anna")
    assert claims.take(only, "Bodo")


def test_what_was_passed_over_is_not_shown_again_at_once(stored: Engine) -> None:
    ids = keep(stored, [message(text, outcome=DECLINED) for text in ("Töpfern", "Singen", "Malen")])
    inbox, claims = Inbox(stored), Claims(stored, Clock())
    groups = inbox.waiting().groups
    following = inbox.next_for("Anna", claims, groups, after=ids[0])
    assert following and following.text == "Singen"
    assert inbox.next_for("Anna", claims, groups, after=ids[2]) is None
