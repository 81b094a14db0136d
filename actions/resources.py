"""What actions need from outside, opened once a process: settings, region, the catalogue."""

from functools import lru_cache

from sqlalchemy import Engine

from bot.region_in_use import region_in_use
from bot.settings import Settings
from catalogue.database import open_engine
from catalogue.region import Region


def settings() -> Settings:
    return Settings.from_environment()


def region() -> Region:
    return region_in_use()


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    return open_engine(url)


def engine() -> Engine:
    return _engine(settings().database_url)
