"""Somebody who reports for a team: who, for which team, in which chat, and how he is answered there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.activities import ActivityStatus
from domain.messages import Button, Priority
from handlers.membership import Membership
from handlers.office import Office
from handlers.speaking import tell
from storage import group_words
from storage.database import Work
from storage.tables import Activity, DigitalTeam, GroupChat, Person, TeamMember


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """What every use case of activities works with; `group` is None in the private chat.

    `cause` names the event and makes answers unique.
    """

    work: Work
    office: Office
    person: Person
    place: Membership
    now: datetime
    cause: str
    group: GroupChat | None = None

    @property
    def member(self) -> TeamMember:
        """The member who speaks."""
        return self.place.member

    @property
    def team(self) -> DigitalTeam:
        """The team he speaks for."""
        return self.place.team

    @property
    def today(self) -> date:
        """The ward's date."""
        return self.office.today(self.now)


def reply(
    reporting: Reporting,
    template: str,
    *,
    extra_buttons: tuple[Button, ...] = (),
    about: object = "",
    activity_id: int | None = None,
    incident_id: int | None = None,
    **values: Any,
) -> None:
    """Answer where he spoke: privately with buttons, in a group without them and without anybody's name.

    `about` tells apart answers of one kind that one message causes; in a group a reply to the answer will mean the
    record `activity_id`, or the case `incident_id`.
    """
    key = f"{reporting.cause}:{template}{f':{about}' if about else ''}"
    values |= {"in_group": reporting.group is not None}
    work, now = reporting.work, reporting.now
    priority = Priority.REPLY
    if reporting.group is None:
        tell(
            work,
            reporting.office,
            reporting.person,
            template,
            priority=priority,
            dedupe_key=key,
            now=now,
            extra_buttons=extra_buttons,
            **values,
        )
        return
    message = reporting.office.texts.message(template, **values)
    group, kind = reporting.group, template
    about_what = {"activity_id": activity_id, "incident_id": incident_id}
    group_words.add(work, group, message, kind=kind, dedupe_key=key, priority=priority, now=now, **about_what)


def record_values(activity: Activity, team: DigitalTeam) -> dict[str, Any]:
    """What the texts tell of a record, field by field; None is not said, which is never 0."""
    return {
        "number": activity.id,
        "team": team.name,
        "status": activity.status,
        "is_plan": activity.status is ActivityStatus.PLANNED,
        "activity_type": activity.activity_type,
        "starts_on": activity.starts_on,
        "ends_on": activity.ends_on,
        "topics": list(activity.topics),
        "people": activity.people,
        "people_unit": activity.people_unit,
        "households": activity.households,
        "ewallet_accounts": activity.ewallet_accounts,
        "ocop_products": activity.ocop_products,
        "members": activity.members,
        "place": activity.place,
        "duration_minutes": activity.duration_minutes,
        "counts": dict(activity.counts),
        "evidence": activity.evidence,
    }
