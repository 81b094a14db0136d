"""Kept messages in which everything occurs that staff have to deal with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.review.inbox import Inbox
from bot.review.labelling import Labelling
from bot.review.labels import Label
from bot.review.tables import DECLINED, NOTHING, RELAXED, SAID, KeptMessage
from catalogue.wish import Wish
from staff.desk import Desk
from tests.bot.review.kept import fact, keep, message

TEXT = "Meine Tochter (15) macht Abitur, suche Nachhilfe in Mathe nachmittags, aber nicht in Hameln"


def some_questions(desk: Desk) -> None:
    """A conversation of several turns, messages that are alike, labelled ones, and ones that are known well."""
    facts = [
        fact(TEXT, "Tochter", "audience"),
        fact(TEXT, "15", "age", 15),
        fact(TEXT, "Abitur", "topic", "abitur", "background"),
        fact(TEXT, "Nachhilfe", "topic"),
        fact(TEXT, "nachmittags", "time"),
        fact(TEXT, "Hameln", "place", "Hameln", "exclude"),
    ]
    wish = Wish(topic="nachhilfe", time="nachmittags", exclude={"place": ("Hameln",)}).as_query()
    said = "Dabei kann ich leider nicht helfen. Ich finde Bildungsangebote."
    keep(
        desk.stored,
        [
            message(TEXT, "abc", 1, facts=facts, wish=wish, outcome=NOTHING, total=0, confidence=0.4, thumb=-1),
            message("und in Aerzen", "abc", 2, intent="refine", wish=wish, outcome=RELAXED),
            message("", "abc", 3, intent="more", wish=wish),
            message("Wie wird das Wetter?", "abc", 4, intent="out_of_scope", outcome=DECLINED, answer=said),
            message("Wie wird denn das Wetter", intent="out_of_scope", outcome=DECLINED, answer=said),
            message("danke", "abc", 5, intent="thanks", outcome=SAID, answer="Gern geschehen."),
        ],
    )
    with Session(desk.stored) as session:
        number = session.scalar(select(KeptMessage.id).where(KeptMessage.text == "und in Aerzen"))
    labelled = Inbox(desk.stored).message(number or 0)
    assert labelled is not None
    Labelling(desk.stored, lambda: desk.clock().timestamp()).say(
        Label(labelled.text, "refine", conversation="abc"), labelled.id, [], "Bodo Lang", ""
    )
