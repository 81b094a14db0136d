"""What every command on the catalogue needs: settings, region, and the database, migrated."""

from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine

from bot.region_in_use import counting_now
from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.region import Region

by_option = click.option("--by", metavar="NAME", help="Wer das macht; steht in der Geschichte der Angebote.")
format_option = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form des Berichts."
)


@dataclass(frozen=True)
class Opened:
    settings: Settings
    region: Region
    engine: Engine

    @property
    def plans(self) -> Path:
        return self.settings.data_dir / "plans"


def open_catalogue() -> Opened:
    """Settings, region and the migrated catalogue. Raises BildungslotseError where one of them cannot be had."""
    settings = Settings.from_environment()
    engine = open_engine(settings.database_url)
    migrate(engine)
    return Opened(settings, counting_now(settings).region, engine)
