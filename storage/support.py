"""How support requests are numbered, kept, found and listed, and which have waited long enough."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from domain.support import STILL_OPEN, SupportHistoryKind, SupportStatus, support_code
from domain.understanding import Topic
from storage.columns import columns_of
from storage.counters import next_number
from storage.database import Work
from storage.tables import EditedGuide, OutboxMessage, Person, ResidentialGroup, SupportHistory, SupportRequest

_requests = columns_of(SupportRequest)
_history = columns_of(SupportHistory)
_groups = columns_of(ResidentialGroup)
_guides = columns_of(EditedGuide)
_outbox = columns_of(OutboxMessage)
QUESTION = "support_resolved"


def add(work: Work, request: SupportRequest, *, opened_on: date) -> SupportRequest:
    """Give a new request the next number of its year (by local date) and keep it."""
    request.year = opened_on.year
    request.number = next_number(work, f"support-{opened_on.year}")
    request.code = support_code(request.year, request.number)
    work.session.add(request)
    work.session.flush()
    return request


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line for the history."""

    kind: SupportHistoryKind
    at: datetime
    member_id: int | None = None
    officer_id: int | None = None
    moved: tuple[SupportStatus, SupportStatus] | None = None
    note: str = ""


def note(work: Work, request: SupportRequest, line: Line) -> None:
    """Add one line to a request's history and let its revision grow."""
    request.revision += 1
    work.session.add(
        SupportHistory(
            request_id=request.id,
            at=line.at,
            kind=line.kind,
            member_id=line.member_id,
            officer_id=line.officer_id,
            from_status=line.moved[0] if line.moved else None,
            to_status=line.moved[1] if line.moved else None,
            note=line.note,
        )
    )


def get(work: Work, request_id: int, *, to_change: bool = False) -> SupportRequest | None:
    """The request with this id; `to_change` keeps others from changing it meanwhile."""
    return work.session.get(SupportRequest, request_id, with_for_update=to_change or None)


def find(work: Work, *, year: int | None, number: int, to_change: bool = False) -> SupportRequest | None:
    """The request of this number; without a year the newest such one."""
    query = select(SupportRequest).where(_requests.number == number)
    if year is not None:
        query = query.where(_requests.year == year)
    query = query.order_by(_requests.year.desc()).limit(1)
    return work.session.scalar(query.with_for_update() if to_change else query)


def of_person(work: Work, person: Person, *, limit: int = 5) -> Sequence[SupportRequest]:
    """Somebody's own requests, newest first."""
    return work.session.scalars(
        select(SupportRequest).where(_requests.person_id == person.id).order_by(_requests.id.desc()).limit(limit)
    ).all()


def open_of_person(work: Work, person: Person, topic: Topic | None) -> SupportRequest | None:
    """The open request of a person about a topic, if there is one: it is not opened twice."""
    return work.session.scalar(
        select(SupportRequest)
        .where(_requests.person_id == person.id, _requests.topic == topic, _requests.status.in_(STILL_OPEN))
        .order_by(_requests.id.desc())
        .limit(1)
    )


def history(work: Work, request_id: int) -> Sequence[SupportHistory]:
    """Every line of a request's history, oldest first."""
    return work.session.scalars(
        select(SupportHistory).where(_history.request_id == request_id).order_by(_history.id)
    ).all()


def unclaimed_since(work: Work, before: datetime) -> Sequence[SupportRequest]:
    """The requests that nobody has taken and that were opened before an instant, oldest first."""
    return work.session.scalars(
        select(SupportRequest)
        .where(_requests.status == SupportStatus.NEW, _requests.opened_at < before)
        .order_by(_requests.opened_at)
        .limit(200)
    ).all()


def asked_and_silent(work: Work, *, delivered_before: datetime, asked_before: datetime) -> Sequence[SupportRequest]:
    """Resolved requests whose question reached the phone long enough ago, or was put even longer ago at all."""
    answered = (
        select(_outbox.id)
        .where(
            _outbox.kind == QUESTION,
            _outbox.person_id == _requests.person_id,
            _outbox.created_at >= _requests.resolved_at,
            _outbox.delivered_at <= delivered_before,
        )
        .exists()
    )
    return work.session.scalars(
        select(SupportRequest)
        .where(
            _requests.status == SupportStatus.RESOLVED,
            answered | (_requests.resolved_at <= asked_before),
        )
        .order_by(_requests.id)
        .limit(200)
    ).all()


def residential_group_named(work: Work, *, number: int | None, name: str | None) -> ResidentialGroup | None:
    """The residential group with this number or with exactly this name."""
    test = _groups.number == number if number is not None else _groups.name == name
    return work.session.scalar(select(ResidentialGroup).where(test).limit(1))


def residential_group(work: Work, group_id: int | None) -> ResidentialGroup | None:
    """The residential group with this id of ours, if one is given and there is one."""
    return work.session.get(ResidentialGroup, group_id) if group_id is not None else None


def residential_groups(work: Work) -> Sequence[ResidentialGroup]:
    """Every residential group, numbered ones first."""
    return work.session.scalars(
        select(ResidentialGroup).order_by(_groups.number.is_(None), _groups.number, _groups.name)
    ).all()


@dataclass(frozen=True, kw_only=True)
class SupportFilter:
    """Which requests are wanted; None means any."""

    status: SupportStatus | None = None
    topic: Topic | None = None
    team_id: int | None = None
    residential_group: str | None = None
    only_open: bool = False
    late_on: date | None = None
    since: datetime | None = None
    before_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A request with the name of its residential group."""

    request: SupportRequest
    residential_group: str | None

    @property
    def id(self) -> int:
        """The request's id, by which pages go on."""
        return self.request.id


def page(work: Work, wanted: SupportFilter, *, limit: int) -> Sequence[Listed]:
    """Up to `limit` requests, newest first."""
    rows = work.session.execute(
        select(SupportRequest, _groups.name)
        .outerjoin(ResidentialGroup, _groups.id == _requests.residential_group_id)
        .where(*_conditions(wanted))
        .order_by(_requests.id.desc())
        .limit(limit)
    ).all()
    return [Listed(request=request, residential_group=name) for request, name in rows]


def count(work: Work, wanted: SupportFilter) -> int:
    """How many requests are wanted."""
    query = select(func.count()).select_from(SupportRequest)
    query = query.outerjoin(ResidentialGroup, _groups.id == _requests.residential_group_id)
    return work.session.scalar(query.where(*_conditions(wanted))) or 0


def _conditions(wanted: SupportFilter) -> list[Any]:
    tests: dict[str, Callable[[Any], Any]] = {
        "status": lambda status: _requests.status == status,
        "topic": lambda topic: _requests.topic == topic,
        "team_id": lambda team_id: _requests.team_id == team_id,
        "residential_group": lambda name: _groups.name == name,
        "late_on": lambda day: _requests.due_on < day,
        "since": lambda at: _requests.opened_at >= at,
        "before_id": lambda identifier: _requests.id < identifier,
    }
    found = [test(getattr(wanted, name)) for name, test in tests.items() if getattr(wanted, name) is not None]
    only_open = wanted.only_open or wanted.late_on is not None
    return [*found, _requests.status.in_(STILL_OPEN)] if only_open else found


def edited_guides(work: Work, keys: Collection[str]) -> dict[str, EditedGuide]:
    """The guides among these that the office has rewritten."""
    rows = work.session.scalars(select(EditedGuide).where(_guides.key.in_(keys)))
    return {row.key: row for row in rows}


def keep_guide(work: Work, key: str, text: str | None, *, officer_id: int, now: datetime) -> None:
    """Let the office's words take the place of the file, or, with None, the file's come back."""
    row = work.session.get(EditedGuide, key)
    if text is None:
        if row is not None:
            work.session.delete(row)
        return
    if row is None:
        row = EditedGuide(key=key, text=text, edited_at=now, edited_by=officer_id)
        work.session.add(row)
    row.text, row.edited_at, row.edited_by = text, now, officer_id
