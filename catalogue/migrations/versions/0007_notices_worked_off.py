"""Notices: who reported, who has worked them off, and how"""

import re

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# How the name of a counsellor used to stand at the end of the message.
_REPORTED_BY = re.compile(r"\n?\(gemeldet von ([^\n]*)\)\Z")


def upgrade() -> None:
    for name in ("reported_by", "done_by", "done_how"):
        op.add_column("notices", sa.Column(name, sa.String(), nullable=True))
    op.create_index("ix_notices_done_at", "notices", ["done_at"])
    notices = sa.table("notices", *(sa.column(name) for name in ("id", "message", "reported_by")))
    connection = op.get_bind()
    for number, message in connection.execute(sa.select(notices.c.id, notices.c.message)).all():
        if found := _REPORTED_BY.search(message):
            kept = {"message": message[: found.start()], "reported_by": found[1]}
            connection.execute(notices.update().where(notices.c.id == number).values(kept))


def downgrade() -> None:
    op.drop_index("ix_notices_done_at", "notices")
    for name in ("done_how", "done_by", "reported_by"):
        op.drop_column("notices", name)
