"""Referrals: teams, organisers, people sealed with a key, steps, consents, calls, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

REFUSE = "the audit trail is only ever added to"
KEPT = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
"""This moment, written as SQLite keeps ours."""


def upgrade() -> None:
    op.create_table(
        "own_link",
        sa.Column("secret_print", sa.String(length=64), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("enquiry_id", sa.Uuid(), nullable=True),
        sa.Column("might_come_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_link")),
        sa.UniqueConstraint("secret_print", name=op.f("uq_own_link_secret_print")),
    )
    with op.batch_alter_table("own_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_link_enquiry_id"), ["enquiry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_link_might_come_id"), ["might_come_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_link_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("called", sa.Text(), nullable=True),
        sa.Column("contact", sa.String(length=40), nullable=False),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("message_safe", sa.Boolean(), nullable=True),
        sa.Column("good_times", sa.Text(), nullable=True),
        sa.Column("day_needs", sa.Text(), nullable=True),
        sa.Column("communication", sa.Text(), nullable=True),
        sa.Column("spoken_for_by", sa.Text(), nullable=True),
        sa.Column("is_adult", sa.Boolean(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_erased_at"), ["erased_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_last_active_at"), ["last_active_at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=20), nullable=False),
        sa.Column("previous_print", sa.String(length=64), nullable=False),
        sa.Column("own_print", sa.String(length=64), nullable=False),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_audit_entry_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("subject_id", "number", name=op.f("uq_audit_entry_subject_id_number")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_by_id_at", ["by_id", "at"], unique=False)

    op.create_table(
        "team",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("phone_hours", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("urgent", sa.Text(), nullable=False),
        sa.Column("lawful_basis", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_team_created_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("slug", name=op.f("uq_team_slug")),
    )
    op.create_table(
        "organiser",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_organiser_ended_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_organiser_group_id_community_group")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_organiser_started_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_organiser_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organiser")),
    )
    with op.batch_alter_table("organiser", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organiser_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organiser_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_organiser_running",
            ["user_id", "group_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "private_list",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("listing_ids", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user_account.id"], name=op.f("fk_private_list_made_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_private_list_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_private_list_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_list")),
    )
    with op.batch_alter_table("private_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_private_list_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_private_list_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_private_list_used_at"), ["used_at"], unique=False)

    op.create_table(
        "referral_source",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_referral_source_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_referral_source_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_source")),
        sa.UniqueConstraint("code", name=op.f("uq_referral_source_code")),
    )
    with op.batch_alter_table("referral_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_source_team_id"), ["team_id"], unique=False)

    op.create_table(
        "team_membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["user_account.id"], name=op.f("fk_team_membership_ended_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["user_account.id"], name=op.f("fk_team_membership_started_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_membership_team_id_team")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_team_membership_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_membership")),
    )
    with op.batch_alter_table("team_membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_membership_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_membership_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_team_membership_running",
            ["user_id", "team_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "team_patch",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patch_id"], ["patch.id"], name=op.f("fk_team_patch_patch_id_patch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_patch_team_id_team"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "patch_id", name=op.f("pk_team_patch")),
    )
    op.create_table(
        "wellbeing",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("when_asked", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_wellbeing_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wellbeing_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_wellbeing_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wellbeing")),
        sa.UniqueConstraint("person_id", "when_asked", name=op.f("uq_wellbeing_person_id_when_asked")),
    )
    with op.batch_alter_table("wellbeing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wellbeing_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wellbeing_team_id"), ["team_id"], unique=False)

    op.create_table(
        "enquiry",
        sa.Column("reference", sa.String(length=6), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("patch_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_how", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_enquiry_closed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["patch_id"], ["patch.id"], name=op.f("fk_enquiry_patch_id_patch")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enquiry_person_id_person")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["referral_source.id"], name=op.f("fk_enquiry_source_id_referral_source")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user_account.id"], name=op.f("fk_enquiry_taken_by_id_user_account")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_enquiry_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("reference", name=op.f("uq_enquiry_reference")),
    )
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enquiry_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "ix_enquiry_team_id_closed_at_received_at", ["team_id", "closed_at", "received_at"], unique=False
        )

    op.create_table(
        "intake",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("asking", sa.String(length=40), nullable=False),
        sa.Column("places_left", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user_account.id"], name=op.f("fk_intake_changed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_intake_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("listing_id", name=op.f("uq_intake_listing_id")),
    )
    op.create_table(
        "might_come",
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_might_come_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_might_come")),
    )
    with op.batch_alter_table("might_come", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_might_come_delete_at"), ["delete_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_might_come_listing_id"), ["listing_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("reference", sa.String(length=6), nullable=False),
        sa.Column("arrival_code", sa.String(length=6), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("listing_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("referred_by_id", sa.Uuid(), nullable=True),
        sa.Column("private_list_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("go_along", sa.String(length=40), nullable=False),
        sa.Column("lift_wanted", sa.Boolean(), nullable=False),
        sa.Column("would_come", sa.Text(), nullable=True),
        sa.Column("must_know", sa.Text(), nullable=True),
        sa.Column("follow_up_agreed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promise_by", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("asked_later_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_ring", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_date", sa.Date(), nullable=True),
        sa.Column("first_starts", sa.Time(), nullable=True),
        sa.Column("welcomer", sa.Text(), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_until", sa.Date(), nullable=True),
        sa.Column("has_place", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_came_on", sa.Date(), nullable=True),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_referral_group_id_community_group")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_referral_listing_id_listing")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_referral_panel_id_panel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_referral_person_id_person")),
        sa.ForeignKeyConstraint(
            ["private_list_id"],
            ["private_list.id"],
            name=op.f("fk_referral_private_list_id_private_list"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["referred_by_id"], ["user_account.id"], name=op.f("fk_referral_referred_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_referral_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("arrival_code", name=op.f("uq_referral_arrival_code")),
        sa.UniqueConstraint("form_key", "listing_id", name=op.f("uq_referral_form_key_listing_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_ask_came_on"), ["ask_came_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index("ix_referral_group_id_state", ["group_id", "state"], unique=False)
        batch_op.create_index("ix_referral_listing_id_state", ["listing_id", "state"], unique=False)
        batch_op.create_index("ix_referral_panel_id_state", ["panel_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_promise_by"), ["promise_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_referred_by_id"), ["referred_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_remind_on"), ["remind_on"], unique=False)
        batch_op.create_index(
            "ix_referral_team_id_state_last_active_at", ["team_id", "state", "last_active_at"], unique=False
        )
        batch_op.create_index("ix_referral_team_id_state_promise_by", ["team_id", "state", "promise_by"], unique=False)
        batch_op.create_index("ix_referral_panel_id_to_ring_state", ["panel_id", "to_ring", "state"], unique=False)
        batch_op.create_index(
            "ix_referral_of_panel",
            ["panel_id", "state", "promise_by"],
            unique=False,
            sqlite_where=sa.text("group_id IS NULL"),
            postgresql_where=sa.text("group_id IS NULL"),
        )

    op.create_table(
        "call",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["done_by_id"], ["user_account.id"], name=op.f("fk_call_done_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_call_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_call_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    with op.batch_alter_table("call", schema=None) as batch_op:
        batch_op.create_index("ix_call_team_id_done_at_due_on", ["team_id", "done_at", "due_on"], unique=False)
        batch_op.create_index(
            "uq_call_open",
            ["referral_id", "about"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "consent",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("to", sa.String(length=40), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name=op.f("fk_consent_asked_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_consent_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("referral_id", "to", name=op.f("uq_consent_referral_id_to")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "referral_step",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("form_key", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_referral_step_by_id_user_account")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_step_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_step")),
        sa.UniqueConstraint("referral_id", "form_key", name=op.f("uq_referral_step_referral_id_form_key")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_referral_step_referral_id_number")),
    )
    with op.batch_alter_table("referral_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_step_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "reply_link",
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("secret_print", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_reply_link_referral_id_referral"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_link")),
        sa.UniqueConstraint("secret_print", name=op.f("uq_reply_link_secret_print")),
    )
    with op.batch_alter_table("reply_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_link_referral_id"), ["referral_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("group_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("panel_id", existing_type=sa.CHAR(length=32), nullable=True)
        batch_op.drop_index(
            batch_op.f("uq_invitation_open"), sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL")
        )
        batch_op.create_index(batch_op.f("ix_invitation_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "uq_invitation_open_group",
            ["group_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "uq_invitation_open_panel",
            ["panel_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.create_index(
            "uq_invitation_open_team",
            ["team_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_group_id_community_group"), "community_group", ["group_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_invitation_team_id_team"), "team", ["team_id"], ["id"])

    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minimum_age", sa.Integer(), nullable=False, server_default="16"))
    _keep_the_audit_trail()


def _keep_the_audit_trail() -> None:
    """The database itself refuses to change the trail, and to take away what is younger than it must be."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
        op.execute(
            "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry"
            f" WHEN OLD.kept_until > {KEPT} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_entry_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSE}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry"
        " FOR EACH ROW EXECUTE FUNCTION audit_entry_refuses()"
    )
    op.execute(
        "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry FOR EACH ROW"
        " WHEN (OLD.kept_until > now()) EXECUTE FUNCTION audit_entry_refuses()"
    )


def downgrade() -> None:
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_column("minimum_age")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitation_team_id_team"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_group_id_community_group"), type_="foreignkey")
        batch_op.drop_index(
            "uq_invitation_open_team",
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_invitation_open_panel",
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_invitation_open_group",
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitation_team_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_group_id"))
        batch_op.create_index(
            batch_op.f("uq_invitation_open"),
            ["panel_id", "email"],
            unique=1,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )
        batch_op.alter_column("panel_id", existing_type=sa.CHAR(length=32), nullable=False)
        batch_op.drop_column("group_id")
        batch_op.drop_column("team_id")

    op.drop_table("reply_link")
    op.drop_table("referral_step")
    op.drop_table("consent")
    op.drop_table("call")
    op.drop_table("referral")
    op.drop_table("might_come")
    op.drop_table("intake")
    op.drop_table("enquiry")
    op.drop_table("wellbeing")
    op.drop_table("team_patch")
    op.drop_table("team_membership")
    op.drop_table("referral_source")
    op.drop_table("private_list")
    op.drop_table("organiser")
    op.drop_table("team")
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_entry_refuses()")
    op.drop_table("person")
    op.drop_table("own_link")
