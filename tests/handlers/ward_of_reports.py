"""A ward with teams and a log of activities for the tests of reports, as rows that the rest of the house would make."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.activities import ActivitySource, ActivityStatus
from domain.teams import TeamRole
from domain.understanding import ActivityType, Topic
from handlers.roster import AddMember, AddTeam, add_member, add_team
from storage.database import Database, Work
from storage.tables import Activity, ActivityAttendee, ActivityTeam, ResidentialGroup

SINCE = date(2025, 1, 1)
CUT_OFF_EVENING = datetime(2026, 12, 14, 12, 0, tzinfo=UTC)
TOLD_AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def add_teams(database: Database, count: int = 3, *, households: int | None = 200) -> list[int]:
    """Teams 1 … count, each with a residential group, a leader and a deputy; answers their ids."""
    with database.begin() as work:
        ids = []
        for number in range(1, count + 1):
            group = ResidentialGroup(number=number, name=f"Tổ dân phố số {number}", households=households)
            work.session.add(group)
            team = add_team(work, AddTeam(name=f"Tổ CNSCĐ số {number}", number=number, since_on=SINCE))
            work.session.flush()
            team.residential_group_id = group.id
            for role, name in ((TeamRole.LEADER, "Bình"), (TeamRole.DEPUTY, "Chi")):
                full_name = f"Trần Thị {name} {number}"
                add_member(
                    work,
                    AddMember(team_id=team.id, full_name=full_name, role=role, phone="0905123456", since_on=SINCE),
                )
            ids.append(team.id)
        return ids


def add_activity(work: Work, team_id: int, day: date, **values: Any) -> Activity:
    """One record; `others` are the teams that took part, `on_duty` the members with their person-days."""
    others, on_duty = values.pop("others", ()), values.pop("on_duty", {})
    row = Activity(
        **{
            "team_id": team_id,
            "source": ActivitySource.PRIVATE_CHAT,
            "activity_type": ActivityType.GUIDANCE,
            "starts_on": day,
            "created_at": TOLD_AT,
            "changed_at": TOLD_AT,
            **values,
        }
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all([ActivityTeam(activity_id=row.id, team_id=other) for other in others])
    work.session.add_all(
        [ActivityAttendee(activity_id=row.id, member_id=member, person_days=days) for member, days in on_duty.items()]
    )
    return row


def add_random_log(database: Database, team_ids: Sequence[int], count: int, *, seed: int = 7) -> None:
    """A log as it comes: every state, kind and topic, numbers said and not said, days in the quarter and beside it."""
    dice = random.Random(seed)
    with database.begin() as work:
        for _ in range(count):
            topics = dice.sample(list(Topic), dice.randint(0, 2))
            people = dice.choice((None, 0, dice.randint(1, 60)))
            add_activity(
                work,
                dice.choice(team_ids),
                date(2026, 8, 25) + timedelta(days=dice.randint(0, 110)),
                activity_type=dice.choice(list(ActivityType)),
                status=dice.choice([ActivityStatus.RECORDED] * 4 + list(ActivityStatus)),
                topics=[str(topic) for topic in topics],
                people=people,
                people_unit=dice.choice((None, "lượt", "người")) if people is not None else None,
                households=dice.choice((None, None, dice.randint(0, 20))),
                ewallet_accounts=dice.choice((None, None, dice.randint(0, 9))),
                ocop_products=dice.choice((None, None, 1)),
                members=dice.choice((None, dice.randint(1, 7))),
                counts={str(topics[0]): dice.randint(1, 30)} if topics and dice.random() < 0.4 else {},
                evidence=dice.choice((0, 0, 2)),
            )
