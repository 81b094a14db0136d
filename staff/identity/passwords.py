"""Passwords: argon2id with the library's defaults (RFC 9106), and what a password has to be like."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from catalogue.errors import ChangeError

SHORTEST, LONGEST = 12, 200
_FEWEST_SIGNS = 5
_START_GROUPS, _START_GROUP = 4, 4
# Without what is easily mixed up when it is read out.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_hasher = PasswordHasher()
# What is compared where there is no account, so that an answer takes as long as with one.
_NOBODYS = _hasher.hash(secrets.token_hex(16))


def hashed(password: str) -> str:
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the one that was hashed; with nothing stored it takes as long, and never fits."""
    try:
        is_right = _hasher.verify(stored or _NOBODYS, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return is_right and stored is not None


def check_new(password: str, name: str) -> None:
    """Raises ChangeError where a password is too easily guessed."""
    if len(password) < SHORTEST:
        raise ChangeError(f"Das Passwort braucht mindestens {SHORTEST} Zeichen. Mehrere Wörter sind gut zu merken.")
    if len(password) > LONGEST:
        raise ChangeError(f"Das Passwort hat mehr als {LONGEST} Zeichen.")
    plain = password.casefold()
    if name.casefold() in plain or len(set(plain)) < _FEWEST_SIGNS:
        raise ChangeError("Dieses Passwort ist zu leicht zu erraten. Bitte wählen Sie ein anderes.")


def drawn() -> str:
    """A start password to hand on once: about 80 bits, easy to read out."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_START_GROUP)) for _ in range(_START_GROUPS))
    return "-".join(groups)
