"""The people of the demo: thirty residential groups with their teams, 210 members, and two quarters of work."""

import random
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commands.assembly import Service
    from domain.roster import GroupKey, RosterEntry
    from storage.database import Work
    from storage.tables import DigitalTeam, TeamMember

SEED = 2026
DAYS_BACK = 150
QUIET_TEAMS = 3
TOLD_AT = 19
COUNTED_FIELDS = ("people", "households", "ewallet_accounts", "ocop_products", "members")


def add_people(service: "Service") -> None:
    """Enter what `templates/demo_people.toml` describes; teams that are there already get the rest of their people."""
    from commands.assembly import TEMPLATES
    from handlers.roster_import import take_over

    data = tomllib.loads((TEMPLATES / "demo_people.toml").read_text(encoding="utf-8"))
    dice, now = random.Random(SEED), service.clock()  # noqa: S311  # the same ward every time
    with service.database.begin() as work:
        entries = list(_entries(work, service, data, dice))
        take_over(work, service.office, entries, officer_id=None, now=now)
        _describe_groups(work, data, dice)
    with service.database.begin() as work:
        _add_activities(work, service, data, dice)


def _keys(service: "Service", data: dict[str, Any]) -> "list[GroupKey]":
    from domain.roster import GroupKey

    named = [group.name for group in service.office.ward.gazetteer.named_groups]
    numbered = [GroupKey(number=number) for number in range(1, data["numbered"] + 1)]
    more = data["groups"] - data["numbered"]
    names = [GroupKey(name=name) for name in named[:more]]
    rest = range(data["numbered"] + 1, data["numbered"] + 1 + more - len(names))
    return [*numbered, *names, *(GroupKey(number=number) for number in rest)]


def _entries(work: "Work", service: "Service", data: dict[str, Any], dice: random.Random) -> "Iterator[RosterEntry]":
    from domain.roster import RosterEntry
    from domain.teams import MemberField, TeamRole
    from language.normalising import fold_words
    from storage import teams

    leaders = {fold_words(team.name).rpartition(" ")[2]: team for team in teams.teams(work)}
    keys, used = _keys(service, data), set[str]()
    since_on = date(service.office.today(service.clock()).year, 1, 15)
    for place in range(data["members"]):
        key, turn = keys[place % len(keys)], place // len(keys)
        known = leaders.get(str(key.number) if key.number else fold_words(key.name).rpartition(" ")[2])
        role = (TeamRole.LEADER, TeamRole.DEPUTY)[turn] if turn < 2 else TeamRole.MEMBER
        leader = _leader_of(work, known) if known and role is TeamRole.LEADER else None
        yield RosterEntry(
            row=place + 2,
            group=key,
            full_name=leader.full_name if leader else _name(data, dice, used),
            role=role,
            phone=f"09000{place + 1:05d}",
            decision_number=data["decision"].format(number=100 + keys.index(key)),
            decision_on=since_on,
            since_on=None if leader else since_on,
            consents={MemberField.FULL_NAME: True, MemberField.PHONE: dice.random() < 0.6} if turn < 2 else {},
        )


def _leader_of(work: "Work", team: "DigitalTeam") -> "TeamMember | None":
    from storage import teams

    return next(iter(teams.ever_members(work, team.id)), None)


def _name(data: dict[str, Any], dice: random.Random, used: set[str]) -> str:
    while True:
        name = f"{dice.choice(data['families'])} {dice.choice(data[dice.choice(('women', 'men'))])}"
        if name not in used:
            used.add(name)
            return name


def _describe_groups(work: "Work", data: dict[str, Any], dice: random.Random) -> None:
    from storage import support

    for group in support.residential_groups(work):
        group.households = dice.randint(120, 380)
        if dice.random() < 0.5:
            group.meeting_place = dice.choice(data["meeting_places"])


def _add_activities(work: "Work", service: "Service", data: dict[str, Any], dice: random.Random) -> None:
    """About one activity a team and week; some teams do more, a few nothing at all."""
    from sqlalchemy import insert

    from storage import teams
    from storage.columns import rows_of
    from storage.tables import Activity

    today = service.office.today(service.clock())
    rows: list[dict[str, Any]] = []
    active = teams.active_teams(work, today)
    busy = [*active[:1], *active[1 + QUIET_TEAMS :]]
    for team in busy:
        members = [member.id for member in teams.members_of_team(work, team.id, today)]
        eagerness = dice.uniform(0.3, 1.3)
        for back in range(DAYS_BACK, 0, -1):
            if dice.random() < eagerness / 7:
                rows.append(_activity(team.id, dice.choice(members), today - timedelta(days=back), data, dice, service))
    work.session.connection().execute(insert(rows_of(Activity)), rows)


def _activity(
    team_id: int, member_id: int, day: date, data: dict[str, Any], dice: random.Random, service: "Service"
) -> dict[str, Any]:
    from domain.activities import ActivitySource, ActivityStatus
    from domain.understanding import ActivityType

    (kind,) = dice.choices(data["activities"], weights=[one["weight"] for one in data["activities"]])
    told_at = datetime.combine(day, time(TOLD_AT), service.office.texts.timezone)
    counts = {field: dice.randint(*kind[field]) if field in kind else None for field in COUNTED_FIELDS}
    if dice.random() < 0.06:
        counts["people"] = None
    return {
        "team_id": team_id,
        "member_id": member_id,
        "status": ActivityStatus.WITHDRAWN if dice.random() < 0.02 else ActivityStatus.RECORDED,
        "source": ActivitySource.PRIVATE_CHAT,
        "activity_type": ActivityType(kind["kind"]),
        "starts_on": day,
        "topics": kind["topics"],
        "people_unit": dice.choice((None, *data["units"])) if counts["people"] else None,
        "place": kind.get("place"),
        "words": kind["words"],
        "created_at": told_at,
        "changed_at": told_at,
        **counts,
    }
