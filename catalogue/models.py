"""Tables of the catalogue (SQLAlchemy 2.0).

Searching reads only `Offer` (narrow) and `OfferTerm`; long texts and contact data stand in
`OfferText`, so that a scan over all offers stays small. `Submission` says where a row came from.
"""

from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import JSON, Dialect, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class ValueList(TypeDecorator[tuple[str, ...]]):
    """Several values of a closed list in one column, written "|A1|A2|", so that LIKE finds one."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "|" + "".join(f"{item}|" for item in value) if value else ""

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(item for item in (value or "").split("|") if item)


class Base(DeclarativeBase):
    type_annotation_map = {tuple[str, ...]: ValueList}  # noqa: RUF012


class Provider(Base):
    """Who makes the offer. `slug` is the name as it stands in the offers' ids."""

    __tablename__ = "providers"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    offers: Mapped[list["Offer"]] = relationship(back_populates="provider")


class Submission(Base):
    """Whatever changed the catalogue in one step, and when: a file as it was loaded, or something that staff did.

    `kind` is one of FILE, EDIT and UNDO; `by` who did it, where that is known. `undone_by` is the submission that took
    this one back.
    """

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(default="file")
    file: Mapped[str]
    sha256: Mapped[str]
    loaded_at: Mapped[datetime]
    by: Mapped[str | None]
    undone_by: Mapped[int | None]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)


FILE, EDIT, UNDO = "file", "edit", "undo"

# What nearly every search reads, in one index: a scan over all offers need not touch their rows.
SEARCHED = (
    "kind", "municipality", "format", "status", "last_day", "area", "place", "postcode", "latitude", "longitude",
    "begins", "starts_at", "cost", "weekdays", "levels", "audiences", "age_from", "age_to", "confirmed",
)  # fmt: skip


class Offer(Base):
    """An education offer: the facts by which it is found and ranked.

    `key` is the public id "provider-slug/kennung". None means "not known", but for audiences, ages,
    begins and ends, where it means "no limit". `place` is a title of the region's gazetteer, None
    where the offer is online only. After `last_day` an offer is over; None where it is continuous. One that its
    provider no longer lists is kept, `withdrawn_on` a day, and is over since long.
    """

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("provider_id", "reference"),
        Index("ix_offers_searched", *SEARCHED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"), index=True)
    reference: Mapped[str]
    title: Mapped[str]
    area: Mapped[str]
    kind: Mapped[str | None]
    audiences: Mapped[tuple[str, ...]]
    women_only: Mapped[bool | None]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    levels: Mapped[tuple[str, ...]]
    languages: Mapped[tuple[str, ...]]
    place: Mapped[str | None]
    municipality: Mapped[str | None]
    postcode: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    format: Mapped[str]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    last_day: Mapped[date | None]
    weekdays: Mapped[tuple[str, ...]]
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    cost: Mapped[float | None]
    childcare: Mapped[bool | None]
    accessible: Mapped[bool | None]
    status: Mapped[str]
    confirmed: Mapped[date]
    withdrawn_on: Mapped[date | None]

    provider: Mapped[Provider] = relationship(back_populates="offers")
    text: Mapped["OfferText"] = relationship(back_populates="offer", cascade="all, delete-orphan")
    terms: Mapped[list["OfferTerm"]] = relationship(cascade="all, delete-orphan")
    corrections: Mapped[list["Correction"]] = relationship(cascade="all, delete-orphan")


Day = TypeVar("Day", date, str)


def last_day(kind: str | None, begins: Day | None, ends: Day | None) -> Day | None:
    """The day after which an offer is over; None where it is continuous. An event without an end lasts its day."""
    return ends or (begins if kind == "Veranstaltung" else None)


@event.listens_for(Offer, "before_insert")
@event.listens_for(Offer, "before_update")
def _keep_last_day(_mapper: Any, _connection: Any, offer: Offer) -> None:
    # So searches, which look at the last day anyway, need not ask a second column.
    offer.last_day = date.min if offer.withdrawn_on else last_day(offer.kind, offer.begins, offer.ends)


class OfferText(Base):
    """The long and the personal part of an offer, and the row it came from.

    `sent` is what the provider sent last, by the columns of a submission; None for offers loaded before that was kept.
    """

    __tablename__ = "offer_texts"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    description: Mapped[str | None] = mapped_column(Text)
    keywords: Mapped[tuple[str, ...]]
    contact_person: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    url: Mapped[str | None]
    counsellor_phone: Mapped[str | None]
    street: Mapped[str | None]
    cost_note: Mapped[str | None]
    registration: Mapped[str | None]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    row: Mapped[int]
    sent: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))

    offer: Mapped[Offer] = relationship(back_populates="text")
    submission: Mapped[Submission] = relationship()


class OfferTerm(Base):
    """A topic ("t:deutsch") or word ("w:kurs") of an offer, and where it stands.

    `weight`: 3 title, 2 keywords, 1 description.
    """

    __tablename__ = "offer_terms"
    __table_args__ = (Index("ix_offer_terms_term", "term", "weight", "offer_id"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    weight: Mapped[int]


class Correction(Base):
    """What staff made of one field. It counts as long as the provider repeats what he had sent before (`base`).

    `in_conflict` where he has changed that very field since: then somebody has to decide.
    """

    __tablename__ = "corrections"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    column: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(Text)
    in_conflict: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str | None]
    at: Mapped[datetime]


class OfferVersion(Base):
    """What one submission did to one offer, enough to tell it and to take it back.

    Offers are named by their keys: the history outlives them. `changes` are the fields as they are shown, `sent` those
    as the provider sent them: column → [before, after], None for "not there". `corrections` are those of the offer
    before and after, where they changed. `event` is one of ADDED, CHANGED, CONFIRMED, WITHDRAWN and REMOVED.
    """

    __tablename__ = "offer_versions"
    __table_args__ = (Index("ix_offer_versions_offer", "offer_key", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_key: Mapped[str]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    row: Mapped[int | None]
    event: Mapped[str]
    changes: Mapped[dict[str, list[str | None]]] = mapped_column(JSON)
    sent: Mapped[dict[str, list[str | None]]] = mapped_column(JSON)
    corrections: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    submission: Mapped[Submission] = relationship()


ADDED, CHANGED, CONFIRMED, WITHDRAWN, REMOVED = "added", "changed", "confirmed", "withdrawn", "removed"


class Inquiry(Base):
    """A provider was asked to confirm his offers; `answered_at` is when his next file came in."""

    __tablename__ = "inquiries"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("providers.id"), index=True)
    asked_at: Mapped[datetime]
    offers: Mapped[int]
    by: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    provider: Mapped[Provider] = relationship()


class Notice(Base):
    """ "Angabe stimmt nicht": what somebody reports about an offer, for the office to work off.

    It outlives the offer, so it names it by its key. `about` is what is said to be wrong, `message` in their words,
    without personal data. `reported_by` is a counsellor's name, for the office alone; visitors stay unnamed. `done_by`
    has worked it off at `done_at`, and may have said how.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_key: Mapped[str] = mapped_column(index=True)
    about: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    reported_by: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    done_by: Mapped[str | None]
    done_how: Mapped[str | None]


class UsageCount(Base):
    """How often something happened on a day; `catalogue.statistics` says what `subject` and `detail` are."""

    __tablename__ = "usage_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class DemandCount(Base):
    """How often a topic was asked for in a month (its first day) for an audience at a place, and how that ended."""

    __tablename__ = "demand_counts"

    month: Mapped[date] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class CatalogueState(Base):
    """One row: counts up with every change, and names the vocabulary the terms were made with."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    vocabulary: Mapped[str] = mapped_column(default="")
