"""Groups: what they are for, who is in them, what pays for them, and what Zalo is to do with them"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_managers",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), sa.ForeignKey("officers.id"), nullable=True),
    )
    op.create_table(
        "group_assets",
        sa.Column("asset_id", sa.String(length=80), primary_key=True, nullable=False),
        sa.Column("asset_type", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("valid_until_on", sa.Date(), nullable=True),
        sa.Column("zalo_group_id", sa.String(length=40), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "group_members",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("group_chats.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("since_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("group_id", "person_id"),
    )
    op.create_index("ix_group_members_person_id", "group_members", ["person_id"])
    op.create_table(
        "group_tasks",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True, unique=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("group_chats.id"), nullable=True),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("digital_teams.id"), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("asset_type", sa.String(length=20), nullable=True),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("officer_id", sa.Integer(), sa.ForeignKey("officers.id"), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("available_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
    )
    op.create_index("ix_group_tasks_group_id", "group_tasks", ["group_id"])
    op.create_index("ix_group_tasks_next", "group_tasks", ["status", "available_at"])
    with op.batch_alter_table("group_chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("proposed_purpose", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("proposed_team_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("declined_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("invite_link", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("member_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("deleted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("read_at", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key(
            "fk_group_chats_proposed_team_id_digital_teams", "digital_teams", ["proposed_team_id"], ["id"]
        )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_outbox_activity_id_activities", "activities", ["activity_id"], ["id"])
