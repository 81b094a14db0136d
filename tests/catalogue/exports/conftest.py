"""The example catalogue as offers."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.load import load


@pytest.fixture(scope="package")
def example(region: Region, tmp_path_factory: pytest.TempPathFactory) -> list[Offer]:
    """Every offer of the example catalogue, over or cancelled ones as well; loaded once, to be read only."""
    folder, today = tmp_path_factory.mktemp("example"), date(2027, 1, 11)
    engine = open_engine(f"sqlite:///{folder / 'catalogue.sqlite'}")
    migrate(engine)
    load(engine, write_shifted(region, today, folder / "files"), region, datetime.combine(today, time(9)))
    with Session(engine) as session:
        whole = select(Offer).options(joinedload(Offer.provider), joinedload(Offer.text)).order_by(Offer.key)
        found = list(session.scalars(whole))
    engine.dispose()
    return found
