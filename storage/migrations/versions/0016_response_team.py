"""The response team's work on incidents: holders, proof, last words, extensions, forwarding"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_extensions",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("incident_id", sa.Integer(), sa.ForeignKey("incidents.id"), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by_member", sa.Integer(), sa.ForeignKey("team_members.id"), nullable=True),
        sa.Column("group_id", sa.Integer(), sa.ForeignKey("group_chats.id"), nullable=True),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), sa.ForeignKey("officers.id"), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
    )
    op.create_index("ix_incident_extensions_incident", "incident_extensions", ["incident_id", "id"])
    op.create_table(
        "picture_marks",
        sa.Column("attachment_id", sa.Integer(), sa.ForeignKey("attachments.id"), primary_key=True, nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("weak", sa.String(length=16), nullable=False),
        sa.Column("shades", sa.LargeBinary(), nullable=False),
        sa.Column("band_1", sa.Integer(), nullable=False),
        sa.Column("band_2", sa.Integer(), nullable=False),
        sa.Column("band_3", sa.Integer(), nullable=False),
        sa.Column("band_4", sa.Integer(), nullable=False),
    )
    for number in range(1, 5):
        op.create_index(f"ix_picture_marks_band_{number}", "picture_marks", [f"band_{number}"])
    _incidents()
    _threads()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("missed_news", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("after_work", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("checked_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_attachments_same_as_id_attachments", "attachments", ["same_as_id"], ["id"])


def _incidents() -> None:
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("proofs", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("proof_asked_of", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proof_until_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("original_due_on", sa.Date(), nullable=True))
        for name in ("answered_at", "reopened_at", "disputed_at"):
            batch_op.add_column(sa.Column(name, UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("closing", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("forwarded_to", sa.String(length=160), nullable=True))
        batch_op.add_column(sa.Column("forward_reference", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("forward_due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("forward_followed_at", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key("fk_incidents_taken_by_team_members", "team_members", ["taken_by"], ["id"])
        batch_op.create_foreign_key("fk_incidents_proof_asked_of_people", "people", ["proof_asked_of"], ["id"])
        batch_op.create_index("ix_incidents_proof_asked_of", ["proof_asked_of"], unique=False)
    op.execute(
        "UPDATE incidents SET answered_at = (SELECT MAX(line.at) FROM incident_history AS line"
        " WHERE line.incident_id = incidents.id AND line.to_status IN ('resolved', 'not_fixed', 'declined'))"
        " WHERE status IN ('resolved', 'not_fixed', 'declined', 'closed')"
    )


def _threads() -> None:
    with op.batch_alter_table("incident_reporters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verdict", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("verdict_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("reopenings", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("stars", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("missed_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("missed_told_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("incident_history", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_incident_history_member_id_team_members", "team_members", ["member_id"], ["id"])
