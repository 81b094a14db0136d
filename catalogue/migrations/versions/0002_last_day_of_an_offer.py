"""The last day of an offer, and an index with all that a search reads"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LAST_DAY = "coalesce(ends, CASE WHEN kind = 'Veranstaltung' THEN begins END)"
_SEARCHED = (
    "kind", "municipality", "format", "status", "last_day", "area", "place", "postcode", "latitude", "longitude",
    "begins", "starts_at", "cost", "weekdays", "levels", "audiences", "age_from", "age_to", "confirmed",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("offers", sa.Column("last_day", sa.Date(), nullable=True))
    op.execute(f"UPDATE offers SET last_day = {_LAST_DAY}")
    op.drop_index("ix_offers_place_kind", "offers")
    op.drop_index("ix_offers_kind", "offers")
    op.create_index("ix_offers_searched", "offers", list(_SEARCHED))


def downgrade() -> None:
    op.drop_index("ix_offers_searched", "offers")
    op.create_index("ix_offers_kind", "offers", ["kind"])
    op.create_index("ix_offers_place_kind", "offers", ["municipality", "kind"])
    op.drop_column("offers", "last_day")
