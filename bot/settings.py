"""Settings from the environment (section 3 of the interfaces; `docs/settings.md` explains each)."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from limits import parse

from catalogue.errors import SettingError
from catalogue.region import DEFAULT_REGION, REGIONS

PREFIX = "BILDUNGSLOTSE_"
_WEB_ADDRESS = re.compile(
    r"(https?)://([a-z\d.-]+|\[[a-f\d:]+\])(?::(\d{1,5}))?((?:/[\w.~-]*)*)", re.ASCII | re.IGNORECASE
)
# It becomes a part of addresses.
_TOKEN = re.compile(r"[\w:.-]{1,200}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_USUAL_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True)
class Settings:
    """What people who run the assistant may choose; the attribute names are the variables' names."""

    data_dir: Path = Path("var")
    database_url: str = ""
    conversations_url: str = ""
    host: str = "127.0.0.1"
    port: int = 5005
    staff_port: int = 5006
    staff_url: str = ""
    fixed_day: date | None = None
    enable_rest: bool = False
    action_server_url: str = ""
    public_url: str = ""
    allowed_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    session_limit: str = "60/minute"
    address_limit: str = "600/minute"
    telegram_token: str = field(default="", repr=False)
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook: bool = False
    telegram_webhook_secret: str = field(default="", repr=False)
    region_dir: Path = DEFAULT_REGION

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings. Raises SettingError where one cannot be used."""
        values = os.environ if environment is None else environment
        given = {name: values[PREFIX + name] for name in _READERS if values.get(PREFIX + name)}
        read: dict[str, Any] = {}
        for name, text in given.items():
            attribute, reader = _READERS[name]
            try:
                read[attribute] = reader(text)
            except ValueError as error:
                given_as = PREFIX + name if name in _SECRET else f"{PREFIX}{name}={text!r}"
                raise SettingError(f"{given_as} kann nicht verwendet werden: {error}") from error
        if read.get("telegram_webhook") and not read.get("public_url"):
            raise SettingError(
                f"{PREFIX}TELEGRAM_WEBHOOK=1 braucht {PREFIX}PUBLIC_URL: dorthin schickt Telegram alles."
            )
        is_local = read.get("telegram_api_url", cls.telegram_api_url) != cls.telegram_api_url
        if read.get("telegram_webhook") and not is_local and not read["public_url"].startswith("https:"):
            raise SettingError(f"{PREFIX}TELEGRAM_WEBHOOK=1 braucht eine {PREFIX}PUBLIC_URL, die mit https beginnt.")
        data_dir = read.get("data_dir", cls.data_dir).resolve()
        defaults = {
            "data_dir": data_dir,
            "database_url": f"sqlite:///{data_dir / 'catalogue.db'}",
            "conversations_url": f"sqlite:///{data_dir / 'conversations.db'}",
        }
        return cls(**{**defaults, **read, "data_dir": data_dir})

    def today(self) -> date:
        return self.fixed_day or date.today()

    def now(self) -> datetime:
        """The present moment, on the fixed day if there is one."""
        return datetime.combine(self.today(), datetime.now().time())


def _port(text: str) -> int:
    if not 0 < int(text) < 65536:
        raise ValueError("Eine Portnummer liegt zwischen 1 und 65535.")
    return int(text)


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("Erlaubt sind 0 und 1.")
    return text == "1"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())


def _address(text: str) -> str:
    """An address of the web as browsers write it: in small letters, without the usual port or a slash at its end."""
    found = _WEB_ADDRESS.fullmatch(text.strip())
    if found is None:
        raise ValueError("Erwartet wird eine Adresse wie https://bildung.example.")
    scheme, host = found[1].lower(), found[2].lower()
    port = f":{found[3]}" if found[3] not in (None, _USUAL_PORTS[scheme]) else ""
    return f"{scheme}://{host}{port}{found[4].rstrip('/')}"


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(_address(item) for item in _listed(text))
    for origin in origins:
        if urlsplit(origin).path:
            raise ValueError(f"{origin} hat einen Pfad; erlaubt ist nur, was vor dem Pfad steht.")
    return origins


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(item)) for item in _listed(text))
    except ValueError as error:
        raise ValueError("Erwartet werden IP-Adressen oder Netze, durch Komma getrennt.") from error


def _rate(text: str) -> str:
    try:
        rate = parse(text)
    except ValueError as error:
        raise ValueError("Erwartet wird eine Angabe wie 60/minute.") from error
    if not rate.amount:
        raise ValueError("Damit dürfte niemand etwas schreiben.")
    return text


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text.strip()):
        raise ValueError("Erwartet wird der Token, den BotFather genannt hat, wie 123456:ABC-DEF.")
    return text.strip()


def _webhook_secret(text: str) -> str:
    if not _WEBHOOK_SECRET.fullmatch(text):
        raise ValueError("Erlaubt sind 16 bis 256 Zeichen: Buchstaben, Ziffern, _ und -.")
    return text


def _region(text: str) -> Path:
    """A folder, or the name of a region that comes with the project."""
    for folder in (Path(text), REGIONS / text):
        if (folder / "region.yml").is_file():
            return folder.resolve()
    raise ValueError("Dort liegt keine region.yml.")


_READERS: dict[str, tuple[str, Any]] = {
    "DATA_DIR": ("data_dir", Path),
    "DATABASE_URL": ("database_url", str),
    "CONVERSATIONS_URL": ("conversations_url", str),
    "HOST": ("host", str),
    "PORT": ("port", _port),
    "STAFF_PORT": ("staff_port", _port),
    "STAFF_URL": ("staff_url", _address),
    "TODAY": ("fixed_day", date.fromisoformat),
    "ENABLE_REST": ("enable_rest", _switch),
    "ACTION_SERVER_URL": ("action_server_url", str),
    "PUBLIC_URL": ("public_url", _address),
    "ALLOWED_ORIGINS": ("allowed_origins", _origins),
    "TRUSTED_PROXIES": ("trusted_proxies", _networks),
    "SESSION_LIMIT": ("session_limit", _rate),
    "ADDRESS_LIMIT": ("address_limit", _rate),
    "TELEGRAM_TOKEN": ("telegram_token", _token),
    "TELEGRAM_API_URL": ("telegram_api_url", _address),
    "TELEGRAM_WEBHOOK": ("telegram_webhook", _switch),
    "TELEGRAM_WEBHOOK_SECRET": ("telegram_webhook_secret", _webhook_secret),
    "REGION": ("region_dir", _region),
}
# These stand in no error.
_SECRET = frozenset(("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET"))


@contextmanager
def environment(**given: str) -> Iterator[None]:
    """Settings by their names without PREFIX, for whatever reads the environment meanwhile."""
    named = {PREFIX + name: value for name, value in given.items()}
    kept = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
