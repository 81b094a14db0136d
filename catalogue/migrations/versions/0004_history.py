"""History of offers, corrections of staff, and offers that are no longer listed"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("kind", sa.String(), nullable=False, server_default="file"))
    op.add_column("submissions", sa.Column("by", sa.String(), nullable=True))
    op.add_column("submissions", sa.Column("undone_by", sa.Integer(), nullable=True))
    op.add_column("offers", sa.Column("withdrawn_on", sa.Date(), nullable=True))
    op.add_column("offer_texts", sa.Column("sent", sa.JSON(), nullable=True))
    op.create_table(
        "corrections",
        sa.Column("offer_id", sa.Integer(), sa.ForeignKey("offers.id"), primary_key=True),
        sa.Column("column", sa.String(), primary_key=True),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "offer_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("offer_key", sa.String(), nullable=False),
        sa.Column("submission_id", sa.Integer(), sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=True),
    )
    op.create_index("ix_offer_versions_offer", "offer_versions", ["offer_key", "id"])
    op.create_index("ix_offer_versions_submission_id", "offer_versions", ["submission_id"])


def downgrade() -> None:
    op.drop_table("offer_versions")
    op.drop_table("corrections")
    op.drop_column("offer_texts", "sent")
    op.drop_column("offers", "withdrawn_on")
    for name in ("undone_by", "by", "kind"):
        op.drop_column("submissions", name)
