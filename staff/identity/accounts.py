"""Accounts of staff: names, roles, passwords and second factors, beside the conversations in their database."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyotp
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.person_names import one_line
from bot.stored import Stored
from catalogue.errors import ChangeError
from staff.identity import attempts, passwords

EDITOR, LEAD = "Redaktion", "Leitung"
ROLES = (EDITOR, LEAD)
LONGEST_NAME = 60
_CODE_SECONDS = 30
# How long before and after its time a code counts: clocks of phones differ.
_CODE_WINDOW = 1


class StoredAccount(Stored):
    """`epoch` counts up whenever sessions that are open have to end; `last_code` is the time step of the last code."""

    __tablename__ = "staff_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password: Mapped[str]
    must_change: Mapped[bool]
    second_factor: Mapped[str | None]
    last_code: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[float]
    seen_at: Mapped[float | None]
    closed_at: Mapped[float | None]


@dataclass(frozen=True)
class Account:
    """A person who may log in, without what nobody needs to see. Moments are seconds since 1970."""

    id: int
    name: str
    role: str
    epoch: int
    must_change: bool
    has_second_factor: bool
    seen_at: float | None
    is_closed: bool

    @property
    def leads(self) -> bool:
        return self.role == LEAD


class Accounts:
    """All accounts. What does not fit raises ChangeError with a German sentence."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def add(self, name: str, role: str, password: str, *, must_change: bool) -> Account:
        """A new account. A password that somebody else has chosen `must_change` at the first log-in."""
        cleaned = one_line(name, LONGEST_NAME)
        if cleaned is None:
            raise ChangeError(f"Der Name fehlt, oder er hat mehr als {LONGEST_NAME} Zeichen.")
        _check_role(role)
        passwords.check_new(password, cleaned)
        stored = StoredAccount(
            name=cleaned,
            folded=_folded(cleaned),
            role=role,
            password=passwords.hashed(password),
            must_change=must_change,
            created_at=self._clock(),
        )
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                session.add(stored)
        except IntegrityError as error:
            raise ChangeError(f"Ein Konto „{cleaned}“ gibt es schon.") from error
        return _account(stored)

    def log_in(self, name: str, password: str, code: str = "") -> Account:
        """The account of whoever knows its password (and code). Raises ChangeError, the same for every wrong part."""
        folded = _folded(name)
        attempts.begin(self._engine, folded, self._clock())
        with Session(self._engine, expire_on_commit=False) as session:
            stored = session.scalar(select(StoredAccount).where(StoredAccount.folded == folded))
        is_right = passwords.fits(password, stored.password if stored else None)
        if stored is None or not is_right or stored.closed_at is not None or not self._is_code(stored, code):
            raise ChangeError(
                "Name, Passwort oder Code stimmen nicht. Der Code ist nur nötig, wenn Sie ihn eingerichtet haben."
            )
        attempts.forget(self._engine, folded)
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            stored = _stored(session, stored.id)
            stored.seen_at = self._clock()
        return _account(stored)

    def open_session(self, account_id: int, epoch: int) -> Account | None:
        """The account that a session belongs to; None where it was closed, or its sessions were ended."""
        with Session(self._engine) as session:
            stored = session.get(StoredAccount, account_id)
            if stored is None or stored.epoch != epoch or stored.closed_at is not None:
                return None
            return _account(stored)

    def all(self) -> Sequence[Account]:
        with Session(self._engine) as session:
            return [
                _account(stored) for stored in session.scalars(select(StoredAccount).order_by(StoredAccount.folded))
            ]

    def get(self, account_id: int) -> Account:
        with Session(self._engine) as session:
            return _account(_stored(session, account_id))

    def find(self, name: str) -> Account:
        """An account by its name."""
        folded = _folded(name)
        with Session(self._engine) as session:
            stored = session.scalar(select(StoredAccount).where(StoredAccount.folded == folded))
            if stored is None:
                raise ChangeError(f"Ein Konto „{name}“ gibt es nicht.")
            return _account(stored)

    def choose_password(self, account_id: int, old: str, new: str) -> Account:
        """Change one's own password; other sessions of the account end."""
        attempts.begin(self._engine, _folded(self.get(account_id).name), self._clock())
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            stored = _stored(session, account_id)
            if not passwords.fits(old, stored.password):
                raise ChangeError("Das bisherige Passwort stimmt nicht.")
            if new == old:
                raise ChangeError("Das neue Passwort ist das bisherige. Bitte wählen Sie ein anderes.")
            passwords.check_new(new, stored.name)
            stored.password, stored.must_change, stored.epoch = passwords.hashed(new), False, stored.epoch + 1
        attempts.forget(self._engine, stored.folded)
        return _account(stored)

    def reset(self, account_id: int) -> str:
        """A start password for somebody who has forgotten his; the second factor goes, and all sessions end."""
        password = passwords.drawn()
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, account_id)
            stored.password, stored.must_change, stored.epoch = passwords.hashed(password), True, stored.epoch + 1
            stored.second_factor, stored.last_code = None, 0
            folded = stored.folded
        attempts.forget(self._engine, folded)
        return password

    def set_role(self, account_id: int, role: str) -> None:
        _check_role(role)
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, account_id)
            stored.role = role
            _keep_a_lead(session)

    def close(self, account_id: int) -> None:
        """Nobody can log in to it any more; what was done under its name keeps the name."""
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, account_id)
            stored.closed_at, stored.epoch = self._clock(), stored.epoch + 1
            _keep_a_lead(session)

    def reopen(self, account_id: int) -> None:
        with Session(self._engine) as session, session.begin():
            _stored(session, account_id).closed_at = None

    def use_second_factor(self, account_id: int, secret: str, code: str) -> None:
        """From now on ask for codes of an app as well, if the app shows the right one."""
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, account_id)
            step = self._step_of(secret, code)
            if step is None:
                raise ChangeError("Der Code stimmt nicht. Bitte nehmen Sie den, den die App gerade zeigt.")
            stored.second_factor, stored.last_code = secret, step

    def drop_second_factor(self, account_id: int, password: str) -> None:
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, account_id)
            if not passwords.fits(password, stored.password):
                raise ChangeError("Das Passwort stimmt nicht.")
            stored.second_factor, stored.last_code = None, 0

    def _is_code(self, stored: StoredAccount, code: str) -> bool:
        """Whether a code is right, and was not used before; always where none is asked for."""
        if stored.second_factor is None:
            return True
        step = self._step_of(stored.second_factor, code)
        if step is None:
            return False
        unused = (StoredAccount.id == stored.id, StoredAccount.last_code < step)
        with Session(self._engine) as session, session.begin():
            # In one statement, so that of two who come with one code only one gets in.
            used = session.execute(update(StoredAccount).where(*unused).values(last_code=step))
            return bool(used.rowcount)  # type: ignore[attr-defined]

    def _step_of(self, secret: str, code: str) -> int | None:
        """The time step that a code belongs to, near the present one."""
        now = int(self._clock()) // _CODE_SECONDS
        digits = "".join(filter(str.isdigit, code))
        totp = pyotp.TOTP(secret)
        for step in range(now - _CODE_WINDOW, now + _CODE_WINDOW + 1):
            if pyotp.utils.strings_equal(digits, totp.at(step * _CODE_SECONDS)):
                return step
        return None


def _folded(name: str) -> str:
    """What tells two names apart: neither capitals nor spaces."""
    return " ".join(name.split()).casefold()


def _stored(session: Session, account_id: int) -> StoredAccount:
    stored = session.get(StoredAccount, account_id)
    if stored is None:
        raise ChangeError("Dieses Konto gibt es nicht.")
    return stored


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise ChangeError(f"Die Rolle ist eine von: {', '.join(ROLES)}.")


def _keep_a_lead(session: Session) -> None:
    """Somebody has to be left who can open accounts."""
    session.flush()
    left = select(func.count()).where(StoredAccount.role == LEAD, StoredAccount.closed_at.is_(None))
    if not session.scalar(left):
        raise ChangeError("Das geht nicht: Mindestens ein offenes Konto braucht die Rolle Leitung.")


def _account(stored: StoredAccount) -> Account:
    return Account(
        stored.id,
        stored.name,
        stored.role,
        stored.epoch,
        stored.must_change,
        stored.second_factor is not None,
        stored.seen_at,
        stored.closed_at is not None,
    )
