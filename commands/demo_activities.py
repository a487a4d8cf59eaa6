"""The work of the demo's teams: this quarter and the one before, with photos, plans, and what was told twice."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commands.assembly import Service
    from domain.activities import ActivityStatus
    from storage.database import Work
    from storage.media_files import KeptFile
    from storage.tables import Activity, TeamMember

QUIET_TEAMS = 3
TOLD_AT = 19
DAYS_AHEAD = 14
PHOTOS = 6
COUNTED_FIELDS = ("people", "households", "ewallet_accounts", "ocop_products", "members")


def add_activities(service: "Service", data: dict[str, Any], dice: random.Random) -> None:
    """About one activity a team and week; some teams do more, a few nothing at all."""
    from storage import teams

    photos = _keep_photos(service)
    today = service.office.today(service.clock())
    with service.database.begin() as work:
        active = teams.active_teams(work, today)
        for team in [*active[:1], *active[1 + QUIET_TEAMS :]]:
            members = teams.members_of_team(work, team.id, today)
            done = list(_draw(service, members, data, dice))
            plan = _activity(
                service, dice.choice(members), today + timedelta(days=dice.randint(1, DAYS_AHEAD)), data, dice
            )
            work.session.add_all([*done, plan])
            work.session.flush()
            for activity in done:
                _tell(work, activity, members, photos, dice)
            _tell_again(work, dice.choice(done), members)


def _draw(
    service: "Service", members: "Sequence[TeamMember]", data: dict[str, Any], dice: random.Random
) -> "list[Activity]":
    from handlers.activity_lists import quarter_start

    today = service.office.today(service.clock())
    begins_on = quarter_start(quarter_start(today) - timedelta(days=1))
    eagerness = dice.uniform(0.3, 1.3)
    days = [begins_on + timedelta(days=day) for day in range((today - begins_on).days)]
    busy = [day for day in days if dice.random() < eagerness / 7] or days[:1]
    return [_activity(service, dice.choice(members), day, data, dice) for day in busy]


def _activity(
    service: "Service", member: "TeamMember", day: date, data: dict[str, Any], dice: random.Random
) -> "Activity":
    from domain.activities import ActivitySource
    from domain.understanding import ActivityType
    from storage.tables import Activity

    (kind,) = dice.choices(data["activities"], weights=[one["weight"] for one in data["activities"]])
    now = service.clock()
    told_at = min(datetime.combine(day, time(TOLD_AT), service.office.texts.timezone), now)
    counts: dict[str, Any] = {field: dice.randint(*kind[field]) if field in kind else None for field in COUNTED_FIELDS}
    if dice.random() < 0.06:
        counts["people"] = None
    return Activity(
        team_id=member.team_id,
        member_id=member.id,
        status=_status(day, service.office.today(now), dice),
        source=ActivitySource.PRIVATE_CHAT,
        activity_type=ActivityType(kind["kind"]),
        starts_on=day,
        topics=kind["topics"],
        people_unit=dice.choice((None, *data["units"])) if counts["people"] else None,
        place=kind.get("place"),
        words=kind["words"],
        created_at=told_at,
        changed_at=told_at,
        **counts,
    )


def _status(day: date, today: date, dice: random.Random) -> "ActivityStatus":
    from domain.activities import ActivityStatus

    if day > today:
        return ActivityStatus.PLANNED
    return ActivityStatus.WITHDRAWN if dice.random() < 0.02 else ActivityStatus.RECORDED


def _tell(
    work: "Work",
    activity: "Activity",
    members: "Sequence[TeamMember]",
    photos: "Sequence[KeptFile]",
    dice: random.Random,
) -> None:
    """The message it was told in, where its teller has an account, with a photo or two; and who was on duty."""
    from storage import activities
    from storage.tables import ChatMessage

    on_duty = dice.sample([member.id for member in members], min(len(members), dice.randint(1, 4)))
    activities.set_attendees(work, activity.id, on_duty, person_days=dice.choice((0.5, 1.0)))
    teller = next((one for one in members if one.id == activity.member_id), None)
    if teller is None or teller.person_id is None:
        return
    message = ChatMessage(
        person_id=teller.person_id,
        zalo_message_id=f"demo-{activity.id}",
        occurred_at=activity.created_at,
        text=activity.words,
        activity_id=activity.id,
    )
    work.session.add(message)
    work.session.flush()
    for position, photo in enumerate(dice.sample(photos, dice.choice((0, 1, 1, 2)))):
        work.session.add(_attachment(activity, message.id, position, photo))
        activity.evidence += 1


def _attachment(activity: "Activity", message_id: int, position: int, photo: "KeptFile") -> Any:
    from domain.events import AttachmentKind
    from storage.tables import AttachmentStatus, StoredAttachment

    return StoredAttachment(
        chat_message_id=message_id,
        activity_id=activity.id,
        position=position,
        kind=AttachmentKind.PHOTO,
        status=AttachmentStatus.KEPT,
        available_at=activity.created_at,
        sha256=photo.sha256,
        mime=photo.mime,
        size=photo.size,
    )


def _tell_again(work: "Work", activity: "Activity", members: "Sequence[TeamMember]") -> None:
    """Another member tells of the same activity, so that officers see how it is noticed."""
    from domain.activities import ActivityStatus
    from storage.tables import Activity

    other = next((one for one in members if one.id != activity.member_id), None)
    if other is None or activity.status is not ActivityStatus.RECORDED:
        return
    repeated = activity.model_dump(exclude={"id", "evidence", "member_id"})
    repeated |= {"status": ActivityStatus.DUPLICATE, "duplicate_of_id": activity.id, "member_id": other.id}
    work.session.add(Activity(**repeated))


def _keep_photos(service: "Service") -> "list[KeptFile]":
    from bot.simulator.sample_photos import Scene, sample_photo
    from storage.pictures import prepare_picture

    files = service.media
    return [files.keep_picture(prepare_picture(sample_photo(Scene.MEETING, seed=seed))) for seed in range(PHOTOS)]
