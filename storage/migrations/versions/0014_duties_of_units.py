"""Duties of units: who owes, who answers for it, what moved, which digest said it, and what may still be said"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_contacts",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("full_name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=True, unique=True),
        sa.Column("code_expires_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_unit_contacts_unit", "unit_contacts", ["unit"])
    op.create_index("ix_unit_contacts_person_id", "unit_contacts", ["person_id"])
    op.create_table(
        "reply_allowances",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), primary_key=True, nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "package_allowances",
        sa.Column("kind", sa.String(length=40), primary_key=True, nullable=False),
        sa.Column("remaining", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "obligation_history",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("obligation_id", sa.Integer(), sa.ForeignKey("obligations.id"), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=False),
        sa.Column("to_status", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("officer_id", sa.Integer(), sa.ForeignKey("officers.id"), nullable=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id"), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_obligation_history_obligation_id", "obligation_history", ["obligation_id"])
    with op.batch_alter_table("obligations", schema=None) as batch_op:
        batch_op.alter_column("team_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("unit", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("late_from_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_unique_constraint("uq_obligations_unit", ["duty", "period", "unit"])
        batch_op.create_index("ix_obligations_due_on", ["due_on"])
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("message_key", sa.String(length=120), nullable=True))
        batch_op.create_foreign_key("fk_reminders_contact_id_unit_contacts", "unit_contacts", ["contact_id"], ["id"])
        batch_op.create_foreign_key("fk_reminders_person_id_people", "people", ["person_id"], ["id"])
        batch_op.create_index("ix_reminders_person_id", ["person_id"])
        batch_op.create_index("ix_reminders_message_key", ["message_key"])
    op.execute(
        "UPDATE reminders SET message_key = 'reminder:' || dedupe_key, person_id ="
        " (SELECT outbox.person_id FROM outbox WHERE outbox.dedupe_key = 'reminder:' || reminders.dedupe_key)"
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("held_until_at", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key("fk_outbox_contact_id_unit_contacts", "unit_contacts", ["contact_id"], ["id"])
    op.add_column("people", sa.Column("prefers_calls_at", UtcDateTime(), nullable=True))
