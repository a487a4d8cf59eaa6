"""Tables of reports: each team's report with its steps, figures that people entered, frozen datasets, the register."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.report_data import DocumentKind
from domain.reports import RegisterKind, RegisterLevel, RegisterState, ReportStep
from storage.columns import UtcDateTime, words


class TeamReportDraft(SQLModel, table=True):
    """One team's report of one period; its state is that of the obligation. `revision` grows with every change.

    `version` counts how often it was sent; `told_at` is when the leader got the draft.
    """

    __tablename__ = "team_reports"
    __table_args__ = (UniqueConstraint("duty", "period", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    duty: str = Field(max_length=10)
    period: str = Field(max_length=20)
    team_id: int = Field(foreign_key="digital_teams.id", index=True)
    revision: int = 1
    version: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReportStepLine(SQLModel, table=True):
    """One step of a report, only added to: who, when, why, and the dataset that was frozen by it."""

    __tablename__ = "report_steps"

    id: int = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="team_reports.id", index=True)
    step: ReportStep = Field(sa_type=words(ReportStep))
    version: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    reason: str = ""
    dataset_id: int | None = Field(default=None, foreign_key="frozen_datasets.id")


class EnteredFigure(SQLModel, table=True):
    """One figure that a person gave for a period, only added to: the latest counts, one without a value takes it back.

    Without `team_id` it is the ward's own, as an office supplied it.
    """

    __tablename__ = "entered_figures"
    __table_args__ = (Index("ix_entered_figures_period", "period", "team_id", "id"),)

    id: int = Field(default=None, primary_key=True)
    period: str = Field(max_length=20)
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    code: str = Field(max_length=8)
    value: float | None = None
    entered_at: datetime = Field(sa_type=UtcDateTime)
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    reason: str = Field(default="", max_length=500)


class FrozenDataset(SQLModel, table=True):
    """What a document said, for good: its plain data with the fingerprint; the same data is kept once."""

    __tablename__ = "frozen_datasets"
    __table_args__ = (
        UniqueConstraint("sha256", "kind"),
        Index("ix_frozen_datasets_period", "kind", "period", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    kind: DocumentKind = Field(sa_type=words(DocumentKind))
    period: str = Field(max_length=40)
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    unit: str | None = Field(default=None, max_length=60)
    sha256: str = Field(max_length=64)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    lines: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_at: datetime = Field(sa_type=UtcDateTime)
    officer_id: int | None = Field(default=None, foreign_key="officers.id")


class RegisterLine(SQLModel, table=True):
    """One obstacle, proposal, good practice or next task: who raised it, who is asked, how far it is (plan II.8, V.9).

    `text` is masked. `revision` grows with every change, so that a stale page is refused.
    """

    __tablename__ = "register_entries"
    __table_args__ = (Index("ix_register_entries_period", "period", "team_id"),)

    id: int = Field(default=None, primary_key=True)
    kind: RegisterKind = Field(sa_type=words(RegisterKind))
    period: str = Field(max_length=20)
    team_id: int | None = Field(default=None, foreign_key="digital_teams.id")
    member_id: int | None = Field(default=None, foreign_key="team_members.id")
    officer_id: int | None = Field(default=None, foreign_key="officers.id")
    text: str = Field(max_length=1000)
    owner: str | None = Field(default=None, max_length=60)
    level: RegisterLevel = Field(default=RegisterLevel.WARD, sa_type=words(RegisterLevel))
    state: RegisterState = Field(default=RegisterState.OPEN, sa_type=words(RegisterState))
    answer: str = Field(default="", max_length=1000)
    answered_by: int | None = Field(default=None, foreign_key="officers.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    revision: int = 1
