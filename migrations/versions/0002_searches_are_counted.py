"""Searches are counted by the week, without saying whose they were."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_count",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("filters", sa.String(length=200), nullable=False),
        sa.Column("outward", sa.String(length=4), nullable=False),
        sa.Column("found", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patch_id"], ["patch.id"], name=op.f("fk_search_count_patch_id_patch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_count")),
        sa.UniqueConstraint("digest", name=op.f("uq_search_count_digest")),
    )
    with op.batch_alter_table("search_count", schema=None) as batch_op:
        batch_op.create_index("ix_search_count_patch_week", ["patch_id", "week"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_count", schema=None) as batch_op:
        batch_op.drop_index("ix_search_count_patch_week")
    op.drop_table("search_count")
