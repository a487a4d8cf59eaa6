"""Tables of duties: what each team owes for each period, and every reminder that was decided."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.duties import ObligationStatus, ReminderChannel
from storage.columns import UtcDateTime, words


class Obligation(SQLModel, table=True):
    """What one team owes for one duty and period; `late` follows from `due_on` and is not kept."""

    __tablename__ = "obligations"
    __table_args__ = (UniqueConstraint("duty", "period", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    duty: str = Field(max_length=10)
    period: str = Field(max_length=20)
    team_id: int = Field(foreign_key="digital_teams.id", index=True)
    due_on: date
    status: ObligationStatus = Field(default=ObligationStatus.NOT_STARTED, sa_type=words(ObligationStatus))
    created_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Reminder(SQLModel, table=True):
    """One reminder that was decided once: who, by which way and why; `dedupe_key` keeps it from being decided again."""

    __tablename__ = "reminders"

    id: int = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True, max_length=120)
    duty: str = Field(max_length=10)
    period: str = Field(max_length=20)
    rung: str = Field(max_length=40)
    channel: ReminderChannel = Field(sa_type=words(ReminderChannel))
    reason: str = Field(max_length=200)
    member_id: int | None = Field(default=None, foreign_key="team_members.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="group_chats.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)
