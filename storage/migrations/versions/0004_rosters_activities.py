"""Rosters, invitations, activities"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "residential_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("meeting_place", sa.String(length=200), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "invite_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("invite_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_attempts_at"), ["at"], unique=False)
        batch_op.create_index("ix_invite_attempts_person", ["person_id", "at"], unique=False)

    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("activity_type", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("date_words", sa.String(length=80), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("people_unit", sa.String(length=20), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("ewallet_accounts", sa.Integer(), nullable=True),
        sa.Column("ocop_products", sa.Integer(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("programme", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("fulfils_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["team_members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"],
            ["activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["fulfils_id"],
            ["activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["group_chats.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["team_members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["digital_teams.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_day", ["starts_on", "id"], unique=False)
        batch_op.create_index("ix_activities_member", ["member_id", "id"], unique=False)
        batch_op.create_index("ix_activities_team_day", ["team_id", "starts_on"], unique=False)

    op.create_table(
        "invite_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["officers.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["team_members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["used_by"],
            ["people.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_sha256"),
    )
    with op.batch_alter_table("invite_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_codes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "member_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["team_members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("member_consents", schema=None) as batch_op:
        batch_op.create_index("ix_member_consents_member", ["member_id", "field", "id"], unique=False)

    op.create_table(
        "activity_attendees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("person_days", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["team_members.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "member_id"),
    )
    with op.batch_alter_table("activity_attendees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_attendees_member_id"), ["member_id"], unique=False)

    op.create_table(
        "activity_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["team_members.id"],
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["officers.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("activity_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_history_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "activity_teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["digital_teams.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "team_id"),
    )
    with op.batch_alter_table("activity_teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_teams_team_id"), ["team_id"], unique=False)

    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_attachments_activity", ["activity_id"], unique=False)
        batch_op.create_foreign_key("fk_attachments_activity_id_activities", "activities", ["activity_id"], ["id"])

    with op.batch_alter_table("chat_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_chat_messages_activity", ["activity_id"], unique=False)
        batch_op.create_foreign_key("fk_chat_messages_activity_id_activities", "activities", ["activity_id"], ["id"])
        batch_op.create_foreign_key("fk_chat_messages_group_id_group_chats", "group_chats", ["group_id"], ["id"])

    with op.batch_alter_table("digital_teams", schema=None) as batch_op:
        batch_op.add_column(sa.Column("residential_group_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decision_number", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("decision_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ordinary_group", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("ordinary_group_people", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint("uq_digital_teams_residential_group_id", ["residential_group_id"])
        batch_op.create_foreign_key(
            "fk_digital_teams_residential_group_id_residential_groups",
            "residential_groups",
            ["residential_group_id"],
            ["id"],
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("residential_group_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "fk_people_residential_group_id_residential_groups", "residential_groups", ["residential_group_id"], ["id"]
        )

    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gender", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("birth_year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("workplace", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("assignment", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("address", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("decision_number", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("decision_on", sa.Date(), nullable=True))

    _move_names()
    with op.batch_alter_table("digital_teams", schema=None) as batch_op:
        batch_op.drop_column("residential_group")


def _move_names() -> None:
    """Each residential group that was only a name beside a team becomes a row of its own."""
    connection = op.get_bind()
    teams = connection.execute(
        sa.text(
            "SELECT id, number, residential_group FROM digital_teams WHERE residential_group IS NOT NULL ORDER BY id"
        )
    ).all()
    for number, (team_id, team_number, name) in enumerate(teams, start=1):
        unique = name if name not in [row[2] for row in teams[: number - 1]] else f"{name} ({team_id})"
        connection.execute(
            sa.text("INSERT INTO residential_groups (number, name) VALUES (:number, :name)"),
            {"number": team_number, "name": unique},
        )
        connection.execute(
            sa.text(
                "UPDATE digital_teams SET residential_group_id ="
                " (SELECT id FROM residential_groups WHERE name = :name) WHERE id = :team"
            ),
            {"name": unique, "team": team_id},
        )
