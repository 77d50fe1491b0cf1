"""Registers: who comes to what, the marks of each session with their history, and friendly calls."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("keeping", sa.String(length=40), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("heads_new", sa.Integer(), nullable=False),
        sa.Column("heads_referred", sa.Integer(), nullable=False),
        sa.Column("heads_version", sa.Integer(), nullable=False),
        sa.Column("heads_by_id", sa.Uuid(), nullable=True),
        sa.Column("other_heads", sa.Integer(), nullable=True),
        sa.Column("other_heads_new", sa.Integer(), nullable=True),
        sa.Column("other_heads_referred", sa.Integer(), nullable=True),
        sa.Column("named", sa.Integer(), nullable=False),
        sa.Column("named_new", sa.Integer(), nullable=False),
        sa.Column("named_referred", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_register_closed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_register_group_id_community_group")
        ),
        sa.ForeignKeyConstraint(
            ["heads_by_id"], ["user_account.id"], name=op.f("fk_register_heads_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_register_listing_id_listing")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name=op.f("fk_register_made_by_id_user_account")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_register_panel_id_panel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register")),
        sa.UniqueConstraint("code", name=op.f("uq_register_code")),
        sa.UniqueConstraint("listing_id", "on_date", "starts", name=op.f("uq_register_listing_id_on_date_starts")),
    )
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.create_index("ix_register_group_id_on_date", ["group_id", "on_date"], unique=False)
        batch_op.create_index("ix_register_panel_id_on_date", ["panel_id", "on_date"], unique=False)
        batch_op.create_index("ix_register_on_date", ["on_date"], unique=False)

    op.create_table(
        "attender",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("counted_as", sa.Uuid(), nullable=False),
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("rung_by", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("first_came_on", sa.Date(), nullable=True),
        sa.Column("last_came_on", sa.Date(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_attender_listing_id_listing")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_attender_referral_id_referral")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attender")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_attender_referral_id")),
    )
    with op.batch_alter_table("attender", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attender_counted_as"), ["counted_as"], unique=False)
        batch_op.create_index(batch_op.f("ix_attender_erased_at"), ["erased_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attender_last_active_at"), ["last_active_at"], unique=False)
        batch_op.create_index("ix_attender_listing_id_last_came_on", ["listing_id", "last_came_on"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("register_id", sa.Uuid(), nullable=False),
        sa.Column("attender_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("counted_as", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("is_referred", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("other_mark", sa.String(length=40), nullable=True),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("other_by_id", sa.Uuid(), nullable=True),
        sa.Column("marked_by_id", sa.Uuid(), nullable=True),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift", sa.String(length=40), nullable=False),
        sa.Column("driver", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attender_id"], ["attender.id"], name=op.f("fk_attendance_attender_id_attender")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_attendance_group_id_community_group")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_attendance_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["user_account.id"], name=op.f("fk_attendance_marked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["other_by_id"], ["user_account.id"], name=op.f("fk_attendance_other_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_attendance_panel_id_panel")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["register.id"], name=op.f("fk_attendance_register_id_register"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_attendance_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("register_id", "attender_id", name=op.f("uq_attendance_register_id_attender_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_attender_id_on", ["attender_id", "on_date"], unique=False)
        batch_op.create_index(
            "ix_attendance_of_team",
            ["team_id", "on_date", "mark"],
            unique=False,
            sqlite_where=sa.text("team_id IS NOT NULL"),
            postgresql_where=sa.text("team_id IS NOT NULL"),
        )

    op.create_table(
        "attended_month",
        sa.Column("attender_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("counted_as", sa.Uuid(), nullable=False),
        sa.Column("is_referred", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("again_after", sa.Integer(), nullable=True),
        sa.Column("stayed_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attender_id"], ["attender.id"], name=op.f("fk_attended_month_attender_id_attender")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_attended_month_group_id_community_group")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_attended_month_listing_id_listing")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_attended_month_panel_id_panel")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_attended_month_team_id_team")),
        sa.PrimaryKeyConstraint("attender_id", "month", "keeper_id", name=op.f("pk_attended_month")),
    )
    counted = ["month", "counted_as", "is_referred", "times", "is_first", "again_after"]
    with op.batch_alter_table("attended_month", schema=None) as batch_op:
        batch_op.create_index("ix_attended_month_site", counted, unique=False)
        batch_op.create_index("ix_attended_month_panel", ["panel_id", *counted], unique=False)
        batch_op.create_index("ix_attended_month_group", ["group_id", *counted], unique=False)
        batch_op.create_index("ix_attended_month_listing", ["listing_id", "keeper_id", *counted], unique=False)
        batch_op.create_index(
            "ix_attended_month_team",
            ["team_id", "month"],
            unique=False,
            sqlite_where=sa.text("team_id IS NOT NULL"),
            postgresql_where=sa.text("team_id IS NOT NULL"),
        )

    op.create_table(
        "friendly_call",
        sa.Column("attender_id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("missed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attender_id"], ["attender.id"], name=op.f("fk_friendly_call_attender_id_attender")),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["user_account.id"], name=op.f("fk_friendly_call_done_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_friendly_call_listing_id_listing")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["register.id"], name=op.f("fk_friendly_call_register_id_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friendly_call")),
    )
    with op.batch_alter_table("friendly_call", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_friendly_call_attender_id"), ["attender_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_friendly_call_listing_id"), ["listing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_friendly_call_register_id"), ["register_id"], unique=False)
        batch_op.create_index(
            "uq_friendly_call_open",
            ["attender_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "register_entry",
        sa.Column("register_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("press_key", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.Uuid(), nullable=True),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("attender_id", sa.Uuid(), nullable=True),
        sa.Column("mark", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("new", sa.Integer(), nullable=True),
        sa.Column("referred", sa.Integer(), nullable=True),
        sa.Column("pence", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("saw_all", sa.Boolean(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attender_id"], ["attender.id"], name=op.f("fk_register_entry_attender_id_attender")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_register_entry_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["register.id"], name=op.f("fk_register_entry_register_id_register"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("register_id", "number", name=op.f("uq_register_entry_register_id_number")),
        sa.UniqueConstraint("register_id", "press_key", name=op.f("uq_register_entry_register_id_press_key")),
    )
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_register_entry_attender_id"), ["attender_id"], unique=False)

    op.create_table(
        "session_notice",
        sa.Column("register_id", sa.Uuid(), nullable=False),
        sa.Column("attender_id", sa.Uuid(), nullable=False),
        sa.Column("notice_of", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("moved_starts", sa.Time(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attender_id"], ["attender.id"], name=op.f("fk_session_notice_attender_id_attender")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["register.id"], name=op.f("fk_session_notice_register_id_register"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["user_account.id"], name=op.f("fk_session_notice_told_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_notice")),
        sa.UniqueConstraint("register_id", "attender_id", name=op.f("uq_session_notice_register_id_attender_id")),
    )
    with op.batch_alter_table("session_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_notice_attender_id"), ["attender_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("session_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_notice_attender_id"))

    op.drop_table("session_notice")
    with op.batch_alter_table("register_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_register_entry_attender_id"))

    op.drop_table("register_entry")
    with op.batch_alter_table("friendly_call", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_friendly_call_open",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_friendly_call_register_id"))
        batch_op.drop_index(batch_op.f("ix_friendly_call_listing_id"))
        batch_op.drop_index(batch_op.f("ix_friendly_call_attender_id"))

    op.drop_table("friendly_call")
    with op.batch_alter_table("attended_month", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_attended_month_team",
            sqlite_where=sa.text("team_id IS NOT NULL"),
            postgresql_where=sa.text("team_id IS NOT NULL"),
        )
        for keeper in ("listing", "group", "panel", "site"):
            batch_op.drop_index(f"ix_attended_month_{keeper}")

    op.drop_table("attended_month")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_attendance_of_team",
            sqlite_where=sa.text("team_id IS NOT NULL"),
            postgresql_where=sa.text("team_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_attendance_attender_id_on")

    op.drop_table("attendance")
    with op.batch_alter_table("attender", schema=None) as batch_op:
        batch_op.drop_index("ix_attender_listing_id_last_came_on")
        batch_op.drop_index(batch_op.f("ix_attender_last_active_at"))
        batch_op.drop_index(batch_op.f("ix_attender_erased_at"))
        batch_op.drop_index(batch_op.f("ix_attender_counted_as"))

    op.drop_table("attender")
    with op.batch_alter_table("register", schema=None) as batch_op:
        batch_op.drop_index("ix_register_on_date")
        batch_op.drop_index("ix_register_panel_id_on_date")
        batch_op.drop_index("ix_register_group_id_on_date")

    op.drop_table("register")
