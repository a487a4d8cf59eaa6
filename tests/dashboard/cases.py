"""Cases, words, photos, messages and tasks as the rest of the house would have written them."""

import hashlib
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from domain.events import Attachment, AttachmentKind, MessageReceived
from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.messages import OutgoingMessage, Priority
from domain.staff import TaskKind
from domain.understanding import Category
from storage import chat_messages, incidents, outbox, people, staff
from storage.database import Database
from storage.media_files import MediaFiles
from storage.tables import AttachmentStatus, Incident, StaffTask


def open_case(database: Database, at: datetime, *, zalo_user_id: str = "8812345678", **values: Any) -> Incident:
    """One case of one person, with the words he wrote and our receipt."""
    defaults: dict[str, Any] = {
        "description": "Đèn đường tắt cả tuần, tối om",
        "public_description": "Đèn đường tắt cả tuần, tối om",
        "location_text": "kiệt 40 Mẹ Thứ",
        "category": Category.LIGHTING,
        "due_on": date(2026, 11, 26),
    }
    with database.begin() as work:
        person = people.find_or_add(work, zalo_user_id, now=at)
        incident = incidents.add(
            work, Incident(opened_at=at, **{**defaults, **values}), reporter=person, opened_on=at.date()
        )
        incidents.note(work, incident, HistoryKind.OPENED, ActorKind.REPORTER, at=at)
        received = MessageReceived(
            occurred_at=at, sender_id=zalo_user_id, message_id=f"m{incident.id}", text=incident.description
        )
        message = chat_messages.add(work, person, received, reading={}, now=at)
        chat_messages.attach_to_incident(work, [message], incident.id)
        outbox.add(
            work,
            person,
            OutgoingMessage(text=f"Phường đã nhận phản ánh {incident.code}."),
            kind="incident_opened",
            dedupe_key=f"opened:{incident.id}",
            priority=Priority.REPLY,
            now=at + timedelta(seconds=1),
            incident_id=incident.id,
        )
    return incident


def add_file(
    database: Database,
    incident: Incident,
    *,
    status: AttachmentStatus = AttachmentStatus.KEPT,
    kind: AttachmentKind = AttachmentKind.PHOTO,
    media: MediaFiles | None = None,
    mime: str = "image/jpeg",
    body: bytes | None = None,
    name: str | None = None,
) -> str:
    """One more message of the reporter with a file on it; answers the hash of its bytes."""
    body = body if body is not None else picture()
    sha256 = hashlib.sha256(body).hexdigest()
    with database.begin() as work:
        person = incidents.reporters(work, incident.id)[0]
        count = chat_messages.count_of_person(work, person)
        received = MessageReceived(
            occurred_at=incident.opened_at + timedelta(seconds=count),
            sender_id=person.zalo_user_id,
            message_id=f"f{incident.id}-{count}",
            attachments=(Attachment(kind=kind, url="https://photo.example/one.jpg", name=name),),
        )
        message = chat_messages.add(work, person, received, reading={}, now=incident.opened_at)
        chat_messages.attach_to_incident(work, [message], incident.id)
        file = chat_messages.attachments_of_incident(work, incident.id)[-1]
        file.status = status
        if status == AttachmentStatus.KEPT:
            file.sha256, file.mime = sha256, mime
    if media is not None:
        for path in (media.path(sha256, mime=mime), media.thumbnail_path(sha256)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    return sha256


def picture(colour: str = "#445566") -> bytes:
    """The bytes of a small JPEG."""
    buffer = BytesIO()
    Image.new("RGB", (320, 240), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def add_task(
    database: Database, at: datetime, kind: TaskKind = TaskKind.TALK, words: str = "Cho gặp cán bộ"
) -> StaffTask:
    """One task asked for by a person."""
    with database.begin() as work:
        person = people.find_or_add(work, "8812345678", now=at)
        return staff.add_task(work, kind, person=person, due_on=at.date() + timedelta(days=1), now=at, words=words)


def state_of(database: Database, incident: Incident) -> IncidentStatus:
    """Where a case stands now."""
    with database.read() as work:
        current = incidents.get(work, incident.id)
    assert current is not None
    return current.status


def sent_about(database: Database, incident: Incident) -> list[str]:
    """The texts we queued about a case."""
    with database.read() as work:
        return [row.text for row in outbox.of_incident(work, incident.id)]
