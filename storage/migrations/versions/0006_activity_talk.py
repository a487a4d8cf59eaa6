"""What a talk about an activity waits for"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("draft", sa.JSON(), server_default="{}", nullable=False))
        batch_op.create_foreign_key("fk_conversations_activity_id_activities", "activities", ["activity_id"], ["id"])
