"""Which document is asked for, made out of the rows and frozen: from then on every form of it says the same."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import Incomplete, NotFound
from domain.report_data import Document, DocumentKind, dataset_hash
from domain.report_periods import Span, span_of
from domain.report_store import document_from, plain_document
from domain.reports import REPORTED
from domain.staff import Right, Role, require
from handlers.current_reports import team_duty
from handlers.office import Office
from handlers.other_documents import member_document, person_day_document, unit_document
from handlers.report_drafting import picture
from handlers.team_documents import document_period, team_document
from handlers.ward_documents import AdHoc, ad_hoc_picture, ward_picture
from storage import reports, teams
from storage.database import Work
from storage.reports import Freezing
from storage.tables import DigitalTeam, FrozenDataset


@dataclass(frozen=True, kw_only=True)
class DocumentRequest:
    """What is asked for: the kind, the period or the days, whose, and for an ad-hoc one which indicators."""

    kind: DocumentKind
    period: str = ""
    team_ids: tuple[int, ...] = ()
    unit: str = ""
    days: Span | None = None
    subject: str = ""
    codes: tuple[str, ...] = ()


def make_document(work: Work, office: Office, request: DocumentRequest, *, today: date) -> Document:
    """The dataset of a document as it is now; that of a team which has sent its report is the one it sent.

    Raises Incomplete (`no_such_period`, `report_team_needed`, `report_days_needed`) or NotFound.
    """
    kind = request.kind
    if kind is DocumentKind.WARD:
        return ward_picture(work, office, request.period, today=today).document
    if kind is DocumentKind.AD_HOC:
        if request.days is None:
            raise Incomplete("report_days_needed")
        wanted = AdHoc(
            span=request.days, team_ids=request.team_ids or None, subject=request.subject, codes=request.codes
        )
        return ad_hoc_picture(work, office, wanted, today=today).document
    if kind is DocumentKind.UNIT:
        return unit_document(work, office, request.period, request.unit, made_on=today)
    if kind is DocumentKind.MEMBERS:
        return member_document(work, office, on=today)
    team = _team(work, request)
    period = document_period(office, request.period, span_of(request.period, office.ward.catalogue.facts.convention))
    if kind is DocumentKind.PERSON_DAYS:
        return person_day_document(work, office, period, team, made_on=today)
    return _of_team(work, office, request.period, team, today)


def _team(work: Work, request: DocumentRequest) -> DigitalTeam:
    if len(request.team_ids) != 1:
        raise Incomplete("report_team_needed")
    team = teams.with_id(work, request.team_ids[0])
    if team is None:
        raise NotFound("no_such_team", team_id=request.team_ids[0])
    return team


def _of_team(work: Work, office: Office, period: str, team: DigitalTeam, today: date) -> Document:
    duty = team_duty(office).code
    sent = reports.sent(work, duty, [period]).get((team.id, period))
    owed = reports.obligation_of(work, duty, period, team.id)
    if sent is not None and owed is not None and owed.status in REPORTED:
        return document_from(DocumentKind.TEAM, sent.body)
    own = picture(work, office, period, today=today, team_ids=[team.id]).team(team.id)
    if own is None:
        raise NotFound("no_such_team", team_id=team.id)
    span = span_of(period, office.ward.catalogue.facts.convention)
    return team_document(work, office, own, document_period(office, period, span), made_on=today)


def freeze_document(
    work: Work, office: Office, request: DocumentRequest, *, officer_id: int | None, role: Role | None, now: datetime
) -> FrozenDataset:
    """Make a document and keep it for good; `role` is None on the command line of an administrator.

    Raises NotAllowed and as `make_document`.
    """
    if role is not None:
        require(role, Right.REVIEW_REPORTS)
    document = make_document(work, office, request, today=office.today(now))
    freezing = Freezing(
        kind=request.kind,
        period=_key(request, office.today(now)),
        team_id=request.team_ids[0] if len(request.team_ids) == 1 else None,
        unit=request.unit or None,
        sha256=dataset_hash(document),
        body=plain_document(document),
        lines={},
        officer_id=officer_id,
    )
    return reports.freeze(work, freezing, now=now)


def _key(request: DocumentRequest, today: date) -> str:
    if request.days is not None:
        return f"{request.days.starts_on}..{request.days.ends_on}"
    return request.period or f"{today}"


def frozen_document(frozen: FrozenDataset) -> Document:
    """The document that a dataset holds."""
    return document_from(frozen.kind, frozen.body)


def file_stem(frozen: FrozenDataset) -> str:
    """The name of a file of it, without its ending: kind, period, team or unit, and the first signs of its hash."""
    whose = f"-{frozen.team_id}" if frozen.team_id else f"-{frozen.unit}" if frozen.unit else ""
    return f"{frozen.kind}-{frozen.period}{whose}-{frozen.sha256[:8]}".replace("..", "_")
