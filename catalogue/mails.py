"""Mails to providers: written here, sent by nobody but staff."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.errors import HeaderParseError, InvalidHeaderDefect
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.models import Offer, OfferText, Provider
from catalogue.terms import Office

# What mail programs and browsers can be trusted to hand on whole.
_LONGEST_LINK = 1900


@dataclass(frozen=True)
class Letter:
    """A mail as text. `to` is empty where no address is known."""

    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """A link that begins the mail in somebody's mail program; without its text where that is too long."""
        whole = f"{self._begin}&body={quote(self.text.replace(chr(10), chr(13) + chr(10)))}"
        return whole if len(whole) <= _LONGEST_LINK else self._begin

    @property
    def link_has_text(self) -> bool:
        return self.link != self._begin

    @property
    def _begin(self) -> str:
        return f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject)}"


def draft(letter: Letter, office: Office, now: datetime) -> EmailMessage:
    """The mail as a message that mail programs open as a draft."""
    message = EmailMessage()
    message["From"] = office.email
    if letter.to:
        message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now.replace(tzinfo=timezone.utc))
    # Mail programs open it as a draft that can be sent.
    message["X-Unsent"] = "1"
    message.set_content(letter.text)
    return message


def as_file(message: EmailMessage) -> bytes:
    """A message as it stands in an .eml file."""
    return message.as_bytes(policy=SMTP)


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one address, in letters that every server takes."""
    try:
        address = Address(addr_spec=text)
    except (HeaderParseError, InvalidHeaderDefect, ValueError, IndexError):
        return False
    return text.isascii() and bool(address.username) and "." in address.domain


def most_used(addresses: Iterable[str | None]) -> str | None:
    """The address that stands at most offers."""
    counted = Counter(address for address in addresses if address)
    return counted.most_common(1)[0][0] if counted else None


def address_of(session: Session, provider_slug: str) -> str | None:
    """The address that stands at most of a provider's offers; None where none is known."""
    counted = (
        select(OfferText.email)
        .join(Offer)
        .join(Provider)
        .where(Provider.slug == provider_slug, OfferText.email.is_not(None), OfferText.email != "")
        .group_by(OfferText.email)
        .order_by(func.count().desc(), OfferText.email)
        .limit(1)
    )
    return session.scalar(counted)
