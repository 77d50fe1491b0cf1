"""Posters with their codes, the walls they hang on, how often they are scanned, pictures, translations, print runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_run",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("poster_ids", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_print_run_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_print_run_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
    )
    with op.batch_alter_table("print_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_run_finished_at"), ["finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_print_run_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "site",
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("street", sa.String(length=160), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("agreed_by", sa.String(length=120), nullable=False),
        sa.Column("where_exactly", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("look_again_weeks", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_site_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user_account.id"], name=op.f("fk_site_ended_by_id_user_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_site_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_panel_id"), ["panel_id"], unique=False)

    op.create_table(
        "print_run_part",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_run.id"], name=op.f("fk_print_run_part_run_id_print_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run_part")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_print_run_part_run_id_number")),
    )
    op.create_table(
        "picture",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("alt", sa.String(length=160), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_picture_added_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_picture_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["user_account.id"], name=op.f("fk_picture_removed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_removed_at"), ["removed_at"], unique=False)

    op.create_table(
        "translation",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("when_words", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=160), nullable=False),
        sa.Column("read_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("listing_revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_translation_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_translation_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["user_account.id"], name=op.f("fk_translation_removed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("listing_id", "language", name=op.f("uq_translation_listing_id_language")),
    )
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_listing_id"), ["listing_id"], unique=False)

    op.create_table(
        "poster",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=True),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("listing_revision", sa.Integer(), nullable=True),
        sa.Column("check_after", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_poster_listing_id_listing"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_poster_made_by_id_user_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_poster_panel_id_panel")),
        sa.ForeignKeyConstraint(["patch_id"], ["patch.id"], name=op.f("fk_poster_patch_id_patch")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_poster_picture_id_picture"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["user_account.id"], name=op.f("fk_poster_printed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("code", name=op.f("uq_poster_code")),
    )
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poster_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index("ix_poster_panel_printed", ["panel_id", "printed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_poster_patch_id"), ["patch_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("where_exactly", sa.String(length=200), nullable=False),
        sa.Column("put_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_up_by", sa.String(length=80), nullable=False),
        sa.Column("put_up_noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_by_id", sa.Uuid(), nullable=True),
        sa.Column("missing_when_looked", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["looked_by_id"], ["user_account.id"], name=op.f("fk_placement_looked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["poster_id"], ["poster.id"], name=op.f("fk_placement_poster_id_poster")),
        sa.ForeignKeyConstraint(
            ["put_up_noted_by_id"], ["user_account.id"], name=op.f("fk_placement_put_up_noted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_placement_site_id_site")),
        sa.ForeignKeyConstraint(
            ["taken_down_by_id"], ["user_account.id"], name=op.f("fk_placement_taken_down_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("poster_id", name=op.f("uq_placement_poster_id")),
    )
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_site_id"), ["site_id"], unique=False)

    op.create_table(
        "scan_count",
        sa.Column("poster_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["poster_id"], ["poster.id"], name=op.f("fk_scan_count_poster_id_poster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_count")),
        sa.UniqueConstraint("poster_id", "day", name=op.f("uq_scan_count_poster_id_day")),
    )


def downgrade() -> None:
    op.drop_table("scan_count")
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_site_id"))

    op.drop_table("placement")
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poster_patch_id"))
        batch_op.drop_index("ix_poster_panel_printed")
        batch_op.drop_index(batch_op.f("ix_poster_listing_id"))

    op.drop_table("poster")
    with op.batch_alter_table("translation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translation_listing_id"))

    op.drop_table("translation")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_removed_at"))
        batch_op.drop_index(batch_op.f("ix_picture_listing_id"))

    op.drop_table("picture")
    op.drop_table("print_run_part")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_panel_id"))

    op.drop_table("site")
    with op.batch_alter_table("print_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_run_panel_id"))
        batch_op.drop_index(batch_op.f("ix_print_run_finished_at"))

    op.drop_table("print_run")
