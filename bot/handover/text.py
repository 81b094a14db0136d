"""A note list as plain text to send on."""

from bot.handover.notes import GONE, Handover, Note, rows, warnings
from catalogue.amounts import german_date


def as_text(handover: Handover) -> str:
    """The whole list; reads well in any message or mail."""
    return "\n\n".join(parts(handover)) + "\n"


def parts(handover: Handover) -> list[str]:
    """The same, apart: what it is, each offer, whom to ask. Whoever has to split it does not cut an offer in two."""
    region, office = handover.region, handover.region.office
    count = len(handover.notes)
    head = f"Merkliste: {count} Bildungsangebot{'' if count == 1 else 'e'}"
    return [
        f"{head}\n{region.name}, Stand {german_date(handover.today)}",
        *(_offer(number, note, handover) for number, note in enumerate(handover.notes, start=1)),
        f"Fragen? {office.name}, Telefon {office.phone}, {office.hours}, {office.email}",
    ]


def _offer(number: int, note: Note, handover: Handover) -> str:
    if note.hit is None:
        return f"{number}. {GONE} ({note.key})"
    lines = [note.hit.offer.provider.name]
    lines += [f"Achtung: {warning}" for warning in warnings(note.hit, handover.region, handover.today)]
    lines += [f"{heading}: {value}" for heading, value in rows(note.hit, handover.texts)]
    lines += filter(None, [handover.link(note.key)])
    return "\n   ".join([f"{number}. {note.hit.offer.title}", *lines])
