"""Sessions of the homepage: a token that cannot be guessed or altered, and names one conversation."""

import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from itsdangerous import BadSignature, TimestampSigner

from catalogue.errors import SettingError

_KEY_FILE = "session.key"
_KEY_BYTES = 32
_NAME_BYTES = 24
# The name keeps these conversations apart from those of other channels.
_PREFIX = "website-"


@dataclass(frozen=True)
class Session:
    """A conversation on the homepage: its sender in Rasa's stores, and when it was begun (seconds since 1970)."""

    sender: str
    begun_at: float


class Sessions:
    """Hands out tokens and reads them back: a random name, signed together with the moment."""

    def __init__(self, key: bytes) -> None:
        self._signer = TimestampSigner(key, salt="website-session", digest_method=hashlib.sha256)

    def begin(self) -> str:
        return self._signer.sign(secrets.token_urlsafe(_NAME_BYTES)).decode()

    def read(self, token: object) -> Session | None:
        """The session of a token; None for whatever was not handed out here."""
        if not isinstance(token, str) or len(token) > 200:
            return None
        try:
            name, moment = self._signer.unsign(token, return_timestamp=True)
        except (BadSignature, UnicodeError):
            return None
        assert isinstance(moment, datetime)
        # Base64 knows several spellings of one signature; only the one that was handed out counts.
        signed, _, signature = token.rpartition(".")
        if signature.encode() != self._signer.get_signature(signed):
            return None
        return Session(_PREFIX + name.decode(), moment.timestamp())


def session_key(data_dir: Path) -> bytes:
    """The key that all tokens are signed with, made at the first start and readable by the service alone.

    Raises SettingError where the data directory cannot be written, or the key has got lost from its file.
    """
    path = data_dir / _KEY_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise SettingError(f"Das Datenverzeichnis {data_dir} kann nicht verwendet werden: {error}") from error
    if len(key) < _KEY_BYTES:
        raise SettingError(f"In {path} steht kein Schlüssel. Bitte löschen Sie die Datei; dann entsteht ein neuer.")
    return key


def _write_key(path: Path) -> None:
    """Write a new key aside first: whoever starts at the same moment reads a whole key, and the same one."""
    with NamedTemporaryFile(dir=path.parent, prefix=path.stem) as aside:
        aside.write(secrets.token_bytes(_KEY_BYTES))
        aside.flush()
        with suppress(FileExistsError):
            os.link(aside.name, path)
