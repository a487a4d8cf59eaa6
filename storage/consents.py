"""Which fields of a member may be shown to residents: every answer is kept, the latest one counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from domain.teams import ConsentSource, MemberField
from storage import teams
from storage.columns import columns_of
from storage.database import Work
from storage.tables import MemberConsent, TeamMember

_consents = columns_of(MemberConsent)


def answer(
    work: Work,
    member_id: int,
    field: MemberField,
    *,
    given: bool,
    source: ConsentSource,
    now: datetime,
    officer_id: int | None = None,
) -> None:
    """Record one answer about one field; older answers stay as evidence."""
    work.session.add(
        MemberConsent(
            member_id=member_id, field=field, given=given, source=source, officer_id=officer_id, answered_at=now
        )
    )


def answer_anew(
    work: Work,
    member_id: int,
    answers: Mapping[MemberField, bool],
    *,
    source: ConsentSource,
    now: datetime,
    officer_id: int | None,
) -> list[MemberField]:
    """Record the answers that differ from those that count now, where none means no; answers which these were."""
    known = of_members(work, [member_id]).get(member_id, {}) if answers else {}
    new = [field for field, given in answers.items() if known.get(field, False) != given]
    for field in new:
        answer(work, member_id, field, given=answers[field], source=source, now=now, officer_id=officer_id)
    return new


def of_members(work: Work, member_ids: Collection[int]) -> dict[int, dict[MemberField, bool]]:
    """The latest answer of each of these members about each field that he ever answered about."""
    rows = work.session.scalars(
        select(MemberConsent).where(_consents.member_id.in_(set(member_ids))).order_by(_consents.id)
    )
    found: dict[int, dict[MemberField, bool]] = {}
    for row in rows:
        found.setdefault(row.member_id, {})[row.field] = row.given
    return found


def team_with_consents(work: Work, team_id: int, today: date) -> Sequence[tuple[TeamMember, dict[MemberField, bool]]]:
    """The members of a team on this day, each with what he agreed to."""
    members = teams.members_of_team(work, team_id, today)
    given = of_members(work, [member.id for member in members])
    return [(member, given.get(member.id, {})) for member in members]
