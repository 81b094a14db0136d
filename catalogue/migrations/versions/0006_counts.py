"""Counts of use by day and of demand by month, without anything about a person"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _counted_by(*names: str, when: str) -> list[sa.Column]:
    named = [sa.Column(name, sa.String(), primary_key=True) for name in names]
    return [sa.Column(when, sa.Date(), primary_key=True), *named, sa.Column("count", sa.Integer(), nullable=False)]


def upgrade() -> None:
    op.create_table("usage_counts", *_counted_by("event", "subject", "detail", when="day"))
    op.create_table("demand_counts", *_counted_by("topic", "audience", "place", "outcome", when="month"))


def downgrade() -> None:
    op.drop_table("demand_counts")
    op.drop_table("usage_counts")
