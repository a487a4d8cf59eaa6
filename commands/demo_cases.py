"""The cases with which the demo begins: from new ones to those that their reporter has confirmed."""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.simulator.chats import SimulatedPerson
    from commands.assembly import Service
    from storage.database import Work
    from storage.tables import Incident, Person, TeamMember

Row = dict[str, Any]


def add_cases(service: "Service", residents: "tuple[SimulatedPerson, ...]") -> None:
    """Enter what `templates/demo_cases.toml` tells; these residents of the page reported them, in turn."""
    from commands.assembly import TEMPLATES
    from storage import people, teams

    data = tomllib.loads((TEMPLATES / "demo_cases.toml").read_text(encoding="utf-8"))
    now = service.clock()
    for place, row in enumerate(data["cases"]):
        with service.database.begin() as work:
            worker = teams.present_members(work, service.office.today(now))[0]
            reporter = people.find_or_add(work, residents[place % len(residents)].id, now=now)
            _add_case(work, service, row, reporter, worker)


def _add_case(work: "Work", service: "Service", row: Row, reporter: "Person", worker: "TeamMember") -> None:
    from domain.incidents import ActorKind, HistoryKind
    from domain.understanding import Category
    from storage import incidents
    from storage.tables import Incident

    opened_at = service.clock() - timedelta(hours=row["hours_ago"])
    opened_on = service.office.today(opened_at)
    category = Category(row["category"])
    incident = Incident(
        opened_at=opened_at,
        due_on=service.office.ward.due_on(opened_on, category, urgent=False),
        category=category,
        description=row["words"],
        public_description=row["words"],
        location_text=row["place"],
    )
    incidents.add(work, incident, reporter=reporter, opened_on=opened_on)
    incidents.note(work, incident, HistoryKind.OPENED, ActorKind.REPORTER, at=opened_at)
    if "scene" in row:
        _add_photo(work, service, incident, reporter, row["scene"], seed=1, at=opened_at)
    for step, name in enumerate(_WAYS[row["until"]], start=1):
        at = min(opened_at + timedelta(hours=3 * step), service.clock())
        _STEPS[name](_Happening(work, service, incident, row, worker, reporter, at))
        work.session.flush()


class _Happening:
    """One thing that happens to a case of the demo, and when."""

    def __init__(
        self,
        work: "Work",
        service: "Service",
        incident: "Incident",
        row: Row,
        worker: "TeamMember",
        reporter: "Person",
        at: datetime,
    ) -> None:
        self.work, self.service, self.incident, self.row = work, service, incident, row
        self.worker, self.reporter, self.at = worker, reporter, at


def _accept(one: _Happening) -> None:
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.case_cards import show_after_move
    from handlers.staff_incidents import apply_move

    apply_move(one.work, one.incident, IncidentStatus.ACCEPTED, actor=ActorKind.STAFF, now=one.at)
    if one.row["until"] == "accepted":
        show_after_move(one.work, one.service.office, one.incident, now=one.service.clock())


def _take(one: _Happening) -> None:
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.staff_incidents import apply_move

    actor = ActorKind.MEMBER
    apply_move(one.work, one.incident, IncidentStatus.IN_PROGRESS, actor=actor, member_id=one.worker.id, now=one.at)
    one.incident.taken_by, one.incident.taken_at = one.worker.id, one.at


def _resolve(one: _Happening) -> None:
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.reporter_news import tell_moved
    from handlers.staff_incidents import apply_move

    if "scene" in one.row:
        _add_photo(one.work, one.service, one.incident, one.reporter, one.row["scene"], seed=2, at=one.at, after=True)
    line = apply_move(
        one.work,
        one.incident,
        IncidentStatus.RESOLVED,
        actor=ActorKind.MEMBER,
        member_id=one.worker.id,
        words=one.row["answer"],
        now=one.at,
    )
    if one.row["until"] == "resolved":
        tell_moved(one.work, one.service.office, one.incident, line, now=one.service.clock())


def _confirm(one: _Happening) -> None:
    from domain.case_endings import Closing, Verdict
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.staff_incidents import apply_move
    from storage import case_work

    apply_move(one.work, one.incident, IncidentStatus.CLOSED, actor=ActorKind.REPORTER, now=one.at, silent=True)
    one.incident.closing = Closing.CONFIRMED
    for thread in case_work.threads(one.work, one.incident.id):
        thread.verdict, thread.verdict_at, thread.stars = Verdict.DONE, one.at, one.row["stars"]


def _miss(one: _Happening) -> None:
    """Nobody could be told: it is closed as such, and told when the reporter next writes."""
    from domain.case_endings import Closing
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.staff_incidents import apply_move
    from storage import case_work

    apply_move(one.work, one.incident, IncidentStatus.CLOSED, actor=ActorKind.SYSTEM, now=one.at, silent=True)
    one.incident.closing, one.reporter.missed_news = Closing.NOT_INFORMED, True
    for thread in case_work.threads(one.work, one.incident.id):
        thread.missed_at = one.at


def _forward(one: _Happening) -> None:
    from domain.incidents import ActorKind, IncidentStatus
    from handlers.staff_incidents import apply_move

    one.incident.forwarded_to, one.incident.forward_reference = one.row["agency"], one.row["reference"]
    one.incident.forward_due_on = one.service.office.today(one.service.clock()) - timedelta(days=1)
    words = one.row["answer"]
    apply_move(one.work, one.incident, IncidentStatus.FORWARDED, actor=ActorKind.STAFF, words=words, now=one.at)


def _ask_for_time(one: _Happening) -> None:
    from domain.staff import TaskKind
    from storage import staff
    from storage.tables import IncidentExtension

    office, today = one.service.office, one.service.office.today(one.service.clock())
    new_due_on = office.ward.calendar.add_working_days(max(today, one.incident.due_on), 3)
    one.work.session.add(
        IncidentExtension(
            incident_id=one.incident.id,
            asked_at=one.at,
            asked_by_member=one.worker.id,
            old_due_on=one.incident.due_on,
            new_due_on=new_due_on,
            reason=one.row["reason"],
        )
    )
    words = f"{one.incident.code} → {office.texts.short_day(new_due_on)}. {one.row['reason']}"
    due_on = office.ward.calendar.add_working_days(today, 1)
    kind = TaskKind.EXTENSION
    staff.add_task(one.work, kind, person=None, due_on=due_on, now=one.at, words=words, incident_id=one.incident.id)


def _add_photo(
    work: "Work",
    service: "Service",
    incident: "Incident",
    person: "Person",
    scene: str,
    *,
    seed: int,
    at: datetime,
    after: bool = False,
) -> None:
    from bot.simulator.sample_photos import Scene, sample_photo
    from domain.events import AttachmentKind
    from storage import picture_marks
    from storage.likeness import likeness_of
    from storage.pictures import prepare_picture
    from storage.tables import AttachmentStatus, ChatMessage, StoredAttachment

    picture = prepare_picture(sample_photo(Scene(scene), seed=1, cleared=after))
    kept = service.media.keep_picture(picture)
    message = ChatMessage(person_id=person.id, zalo_message_id=f"demo-{incident.id}-{seed}", occurred_at=at)
    message.incident_id = None if after else incident.id
    work.session.add(message)
    work.session.flush()
    file = StoredAttachment(
        chat_message_id=message.id,
        incident_id=incident.id,
        position=0,
        kind=AttachmentKind.PHOTO,
        status=AttachmentStatus.KEPT,
        available_at=at,
        sha256=kept.sha256,
        mime=kept.mime,
        size=kept.size,
        after_work=after,
    )
    work.session.add(file)
    work.session.flush()
    picture_marks.keep(work, file.id, likeness_of(picture.thumbnail))
    incident.proofs, incident.photos = incident.proofs + after, incident.photos + (not after)


_TAKEN = ("accept", "take")
_WAYS: dict[str, tuple[str, ...]] = {
    "new": (),
    "accepted": ("accept",),
    "in_progress": _TAKEN,
    "extension": (*_TAKEN, "ask_for_time"),
    "forwarded": ("accept", "forward"),
    "resolved": (*_TAKEN, "resolve"),
    "confirmed": (*_TAKEN, "resolve", "confirm"),
    "not_informed": (*_TAKEN, "resolve", "miss"),
}
_STEPS: dict[str, Callable[[_Happening], None]] = {
    "accept": _accept,
    "take": _take,
    "ask_for_time": _ask_for_time,
    "forward": _forward,
    "resolve": _resolve,
    "confirm": _confirm,
    "miss": _miss,
}
