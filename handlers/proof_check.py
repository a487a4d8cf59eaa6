"""Whether a photo that is to prove work shows what an earlier one showed: told and given to an officer, not refused."""

from datetime import datetime

from domain.incidents import ActorKind, HistoryKind
from domain.messages import Priority
from domain.staff import TaskKind
from handlers.office import Office
from handlers.speaking import tell
from storage import group_words, incidents, people, picture_marks, staff, teams
from storage.database import Work
from storage.tables import ChatMessage, Incident, StoredAttachment


def check_photo(work: Work, office: Office, attachment_id: int, *, now: datetime) -> bool:
    """Compare a photo taken after work with those before it, once, as soon as it is kept; True when it was seen before.

    Compared are the photos of its own case from before this round of work, and the proofs of all other cases.
    """
    file = work.session.get(StoredAttachment, attachment_id)
    if file is None or not file.after_work or file.incident_id is None or file.checked_at is not None:
        return False
    mark = picture_marks.mark_of(work, attachment_id)
    incident = incidents.get(work, file.incident_id, to_change=True)
    if mark is None or incident is None:
        return False
    file.checked_at = now
    since = incident.reopened_at or incident.opened_at
    same = picture_marks.find_same(work, mark, incident_id=incident.id, round_began_at=since)
    if same is None:
        return False
    file.same_as_id = same
    _warn(work, office, incident, file, now=now)
    return True


def _warn(work: Work, office: Office, incident: Incident, file: StoredAttachment, *, now: datetime) -> None:
    incident.revision += 1
    incidents.note(work, incident, HistoryKind.PROOF_DOUBTED, ActorKind.SYSTEM, at=now, silent=True)
    due_on = office.ward.calendar.add_working_days(office.today(now), 1)
    kind = TaskKind.PROOF_DOUBT
    staff.add_task(work, kind, person=None, due_on=due_on, now=now, words=incident.code, incident_id=incident.id)
    message = work.session.get_one(ChatMessage, file.chat_message_id)
    key = f"photo_alike:{file.id}"
    group = teams.group(work, message.group_id) if message.group_id else None
    if group is None:
        person = people.get(work, message.person_id)
        priority = Priority.REPLY
        tell(work, office, person, "case_photo_alike", priority=priority, dedupe_key=key, now=now, code=incident.code)
        return
    words = office.texts.message("case_photo_alike", code=incident.code)
    group_words.add(
        work,
        group,
        words,
        kind="case_photo_alike",
        dedupe_key=key,
        priority=Priority.REPLY,
        now=now,
        incident_id=incident.id,
    )
