"""Cases that belong together: merged, recurring, sealed; offers, posters, people reported for"""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("place_name", sa.String(length=120), nullable=True),
        sa.Column("residential_group", sa.String(length=120), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("retired_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["officers.id"]),
        sa.ForeignKeyConstraint(["retired_by"], ["officers.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("form_key"),
    )
    op.create_index("ix_posters_retired", "posters", ["retired_at", "number"])

    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("recurrence_of_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("poster_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key("fk_incidents_merged_into_id_incidents", "incidents", ["merged_into_id"], ["id"])
        batch_op.create_foreign_key("fk_incidents_recurrence_of_id_incidents", "incidents", ["recurrence_of_id"], ["id"])
        batch_op.create_foreign_key("fk_incidents_poster_id_posters", "posters", ["poster_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_incidents_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_recurrence_of_id"), ["recurrence_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_poster_id"), ["poster_id"], unique=False)
        batch_op.create_index("ix_incidents_place", ["category", "place_name", "opened_at"], unique=False)
        batch_op.create_index("ix_incidents_point", ["category", "latitude"], unique=False)

    with op.batch_alter_table("incident_reporters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_incident_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("left_at", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key(
            "fk_incident_reporters_own_incident_id_incidents", "incidents", ["own_incident_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_incident_reporters_own_incident_id"), ["own_incident_id"], unique=False)

    op.create_table(
        "duplicate_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("older_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["older_id"], ["incidents.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id", "older_id"),
    )
    op.create_index("ix_duplicate_offers_older_id", "duplicate_offers", ["older_id"])

    op.create_table(
        "represented_persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("consented_at", UtcDateTime(), nullable=True),
        sa.Column("noted_by_officer", sa.Integer(), nullable=True),
        sa.Column("noted_by_person", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"]),
        sa.ForeignKeyConstraint(["noted_by_officer"], ["officers.id"]),
        sa.ForeignKeyConstraint(["noted_by_person"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("incident_id"),
        sa.UniqueConstraint("form_key"),
    )
