"""An offer that staff heard of and enter themselves: from then on like any other of its provider."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from catalogue.database import writing
from catalogue.errors import FieldFaultsError
from catalogue.indexing import index
from catalogue.models import Offer, OfferVersion, Provider
from catalogue.region import Region
from catalogue.slugs import offer_key, slug
from catalogue.submissions.apply import add_offer
from catalogue.submissions.by_hand import begin, checked_record
from catalogue.submissions.cells import cells_of
from catalogue.submissions.merge import merge
from catalogue.submissions.plan import PlannedOffer

# Stands where else the name of a file does, also in public: who it was is kept beside it.
ENTERED = "Eintrag des Bildungsbüros"
_LONGEST_REFERENCE = 60


def enter(engine: Engine, cells: Mapping[str, str], region: Region, now: datetime, by: str | None = None) -> str:
    """Add an offer from the cells of a submission; its public id. Without a `kennung` it gets one from its title.

    A file that has this key later changes it like any other. Raises FieldFaultsError where values do not fit,
    CatalogueError where the database does not take it.
    """
    with writing(engine) as session:
        submission = begin(session, ENTERED, now, by, added=1)
        known = _provider(session, cells.get("anbieter", ""))
        wanted = {column: cell.strip() for column, cell in cells.items()}
        if known is not None:
            # In whatever way it was written: an entry renames nobody.
            wanted["anbieter"] = known.name
        given = wanted.get("kennung", "")
        wanted["kennung"] = given or _free_reference(session, wanted)
        record = checked_record(wanted, region, now)
        key = offer_key(record.provider, record.reference)
        if _is_taken(session, key):
            raise FieldFaultsError({"kennung": "Diese Kennung hat der Anbieter schon für ein anderes Angebot benutzt."})
        planned = PlannedOffer(key, record, None, (), merge({}, {}, cells_of(record)))
        offer = add_offer(session, planned, {known.slug: known} if known else {}, submission)
        session.flush()
        index(session, [offer], region)
        return key


def _provider(session: Session, name: str) -> Provider | None:
    return session.scalar(select(Provider).where(Provider.slug == slug(name)))


def _free_reference(session: Session, cells: Mapping[str, str]) -> str:
    """A key that can be read and said: "toepfern-am-abend", and with a number where there is one already."""
    wanted = slug(cells.get("titel", ""))[:_LONGEST_REFERENCE].strip("-") or "angebot"
    number, found = 1, wanted
    while _is_taken(session, offer_key(cells.get("anbieter", ""), found)):
        number += 1
        found = f"{wanted}-{number}"
    return found


def _is_taken(session: Session, key: str) -> bool:
    """Whether there is, or was, an offer of this key: its history must not become another one's."""
    clause = or_(
        select(Offer.id).where(Offer.key == key).exists(),
        select(OfferVersion.id).where(OfferVersion.offer_key == key).exists(),
    )
    return bool(session.scalar(select(clause)))
