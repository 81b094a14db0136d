"""What of a wish is never given up: its subject, and what is excluded."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from catalogue.conditions import Condition, exclusions
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.subject import about, least_weight
from catalogue.wish import Wish


def scope(
    session: Session, wish: Wish, region: Region, shown: ColumnElement[bool], asked: Sequence[Condition]
) -> ColumnElement[bool]:
    """The offers that a wish is about, before the conditions `asked` are put to them.

    How close to its words is judged by what is `shown`.
    """

    def finds(clause: ColumnElement[bool]) -> bool:
        conditions = (condition.clause for condition in asked)
        return session.scalar(select(Offer.id).where(shown, clause, *conditions).limit(1)) is not None

    possible, subject = scopes(session, wish, region, shown)
    return subject if len(possible) == 1 else next(filter(finds, possible), subject)


def scopes(
    session: Session, wish: Wish, region: Region, shown: ColumnElement[bool]
) -> tuple[list[ColumnElement[bool]], ColumnElement[bool]]:
    """What a wish may be about: of these the first in which something fits counts, and the second where nothing does.

    "Nachhilfe Mathe": where some offer is about both, the others are beside the point. "Altenpflege, als
    Pflegehelferin": where none is about the first, the other words count as well.
    """
    subject = _about_the_subject(session, wish, region, shown)
    if not wish.words:
        return [subject], subject
    wider = _about_the_subject(session, wish, region, shown, with_words=True)
    all_words = _about_all_words(session, wish, region, shown)
    closer = [] if all_words is None else [and_(subject, all_words)]
    return [*closer, subject, wider], subject


def _about_the_subject(
    session: Session, wish: Wish, region: Region, shown: ColumnElement[bool], *, with_words: bool = False
) -> ColumnElement[bool]:
    clauses = exclusions(wish, region)
    if wish.topic:
        named = [wish.topic, *(word for word in wish.words if with_words and word in region.topics)]
        clauses.append(or_(*(about(topic, region, least_weight(session, topic, region, shown)) for topic in named)))
    for topic in wish.exclude.get("topic", ()):
        clauses.append(~about(topic, region, 2))
    return and_(true(), *clauses)


def _about_all_words(
    session: Session, wish: Wish, region: Region, shown: ColumnElement[bool]
) -> ColumnElement[bool] | None:
    """Offers that are about every further subject that was said; None where there is none."""
    topics = [word for word in wish.words if word in region.topics]
    clauses = [about(topic, region, least_weight(session, topic, region, shown)) for topic in topics]
    return and_(*clauses) if clauses else None
