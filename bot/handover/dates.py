"""The dates of offers as a file for calendars."""

from collections.abc import Callable, Iterable
from datetime import date

from actions.answers.offer import detail
from actions.answers.texts import Texts
from bot.handover.notes import Handover, is_over
from catalogue.exports.ical import calendar, is_dated
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.search import hit_of
from catalogue.wish import Wish


def has_dates(handover: Handover) -> bool:
    """Whether there is anything to come that has a day in a calendar."""
    return any(map(is_dated, _to_come(handover)))


def as_calendar(handover: Handover, name: str) -> bytes:
    """A calendar called `name` of what is dated and not over (text/calendar)."""
    return calendar_of(_to_come(handover), handover.region, handover.texts, handover.today, handover.link, name)


def _to_come(handover: Handover) -> list[Offer]:
    return [note.hit.offer for note in handover.notes if note.hit and not is_over(note.hit.offer, handover.today)]


def calendar_of(
    offers: Iterable[Offer], region: Region, texts: Texts, today: date, link: Callable[[str], str | None], name: str
) -> bytes:
    """A calendar of the dated ones among some offers; an offer without a page of its own leads to the office's."""
    return calendar(
        offers,
        region,
        link=lambda offer: link(offer.key) or region.office.url,
        describe=lambda offer: detail(hit_of(offer, Wish(), region, today), texts),
        name=name,
    )
