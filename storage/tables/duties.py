"""Tables of duties: what each team and unit owes for each period, who answers for it, and every reminder decided."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.duties import ObligationStatus, ReminderChannel
from domain.obligations import ContactPosition
from storage.columns import UtcDateTime, words


class Obligation(SQLModel, table=True):
    """What one team or one unit owes for one duty and period; `unit` is a key of the ward's files.

    Whether it is late follows from `late_from_on` and is not kept. `revision` grows with every change, so that a form
    of an older state is known.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("duty", "period", "team_id"),
        UniqueConstraint("duty", "period", "unit", name="uq_obligations_unit"),
    )

    id: int = Field(default=None, primary_key=True)
    duty: str = Field(max_length=10)
    period: str = Field(max_length=20)
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id", index=True)
    unit: str | None = Field(default=None, max_length=60)
    due_on: date = Field(index=True)
    late_from_on: date | None = None
    status: ObligationStatus = Field(default=ObligationStatus.NOT_STARTED, sa_type=words(ObligationStatus))
    revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ObligationHistory(SQLModel, table=True):
    """One move of one obligation: from where to where, by whom, with which words; only ever appended."""

    __tablename__ = "obligation_history"

    id: int = Field(default=None, primary_key=True)
    obligation_id: int = Field(foreign_key="obligations.id", index=True)
    from_status: ObligationStatus = Field(sa_type=words(ObligationStatus))
    to_status: ObligationStatus = Field(sa_type=words(ObligationStatus))
    words: str = Field(default="", max_length=500)
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    person_id: int | None = Field(default=None, foreign_key="people.id")
    at: datetime = Field(sa_type=UtcDateTime)


class UnitContact(SQLModel, table=True):
    """Somebody who answers for the reports of a unit, for a time; `person_id` once a Zalo account is bound to him.

    Of the code that binds it only a hash is kept, until it is used or its time is over.
    """

    __tablename__ = "unit_contacts"

    id: int = Field(default=None, primary_key=True)
    unit: str = Field(max_length=60, index=True)
    position: ContactPosition = Field(sa_type=words(ContactPosition))
    full_name: str = Field(max_length=120)
    phone: str | None = Field(default=None, max_length=20)
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    since_on: date
    until_on: date | None = None
    code_sha256: str | None = Field(default=None, unique=True, max_length=64)
    code_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Reminder(SQLModel, table=True):
    """One reminder that was decided once: who, by which way and why; `dedupe_key` keeps it from being decided again.

    `message_key` is the key of the message it went with: a digest holds several reminders. The person is kept beside
    the member or contact, since the caps count humans.
    """

    __tablename__ = "reminders"

    id: int = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True, max_length=120)
    duty: str = Field(max_length=10)
    period: str = Field(max_length=20)
    rung: str = Field(max_length=40)
    channel: ReminderChannel = Field(sa_type=words(ReminderChannel))
    reason: str = Field(max_length=200)
    member_id: int | None = Field(default=None, foreign_key="team_members.id", index=True)
    contact_id: int | None = Field(default=None, foreign_key="unit_contacts.id")
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    group_id: int | None = Field(default=None, foreign_key="group_chats.id")
    message_key: str | None = Field(default=None, max_length=120, index=True)
    decided_at: datetime = Field(sa_type=UtcDateTime)


class ReplyAllowance(SQLModel, table=True):
    """How many free replies to one person Zalo last said are left, and of how many (zalo-platform §4.1)."""

    __tablename__ = "reply_allowances"

    person_id: int = Field(foreign_key="people.id", primary_key=True)
    remaining: int | None = None
    total: int | None = None
    told_at: datetime = Field(sa_type=UtcDateTime)


class PackageAllowance(SQLModel, table=True):
    """How many messages of one kind the account's package still holds, as Zalo last said."""

    __tablename__ = "package_allowances"

    kind: str = Field(primary_key=True, max_length=40)
    remaining: int | None = None
    total: int | None = None
    told_at: datetime = Field(sa_type=UtcDateTime)
