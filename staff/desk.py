"""What all rooms of the staff pages work on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import cast

from flask import current_app
from sqlalchemy import Engine

from bot.region_in_use import counting_now
from bot.settings import Settings
from catalogue.region import Region
from staff.identity.accounts import Accounts
from staff.identity.audit import Audit


@dataclass(frozen=True)
class Desk:
    """Settings, the catalogue, and who may do what. `stored` is the database of what belongs to people."""

    settings: Settings
    engine: Engine
    stored: Engine
    clock: Callable[[], datetime] = field(default=datetime.now)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.stored, lambda: self.clock().timestamp())

    @property
    def audit(self) -> Audit:
        return Audit(self.stored, lambda: self.clock().timestamp())

    @property
    def region(self) -> Region:
        """The region as it counts, with what staff published."""
        return counting_now(self.settings).region

    @property
    def trouble(self) -> str:
        """Why what staff published does not count; empty where it does."""
        return counting_now(self.settings).trouble

    @property
    def plans(self) -> Path:
        """Where submissions wait for approval, those of the command line as well."""
        return self.settings.data_dir / "plans"

    def now(self) -> datetime:
        """The present moment, on the fixed day if there is one."""
        return datetime.combine(self.today(), self.clock().time())

    def today(self) -> date:
        return self.settings.fixed_day or self.clock().date()


def desk() -> Desk:
    """The desk of the present request."""
    return cast(Desk, current_app.extensions["desk"])
