"""What those who work on cases need to find: a case by its code, who may work, what was asked, and what proves it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from domain.case_endings import ExtensionStatus
from domain.events import AttachmentKind
from domain.incidents import STILL_OPEN, HistoryKind
from storage.columns import columns_of
from storage.database import Work
from storage.tables import (
    ChatMessage,
    GroupChat,
    GroupMember,
    Incident,
    IncidentExtension,
    IncidentHistory,
    IncidentReporter,
    OutboxMessage,
    Person,
    StoredAttachment,
)

_incidents = columns_of(Incident)
_history = columns_of(IncidentHistory)
_reporters = columns_of(IncidentReporter)
_extensions = columns_of(IncidentExtension)
_attachments = columns_of(StoredAttachment)
_group_members = columns_of(GroupMember)
_outbox = columns_of(OutboxMessage)


def locked(work: Work, incident_id: int) -> Incident | None:
    """The case as it stands now, held until the commit: also where this transaction has read it before."""
    work.session.flush()
    return work.session.get(Incident, incident_id, with_for_update=True, populate_existing=True)


def is_in_one_of(work: Work, groups: Sequence[GroupChat], person: Person) -> bool:
    """Whether the register knows somebody as a member of one of these groups."""
    found = work.session.scalar(
        select(_group_members.id)
        .where(_group_members.person_id == person.id, _group_members.group_id.in_([group.id for group in groups]))
        .limit(1)
    )
    return found is not None


def awaiting_proof(work: Work, person: Person, *, now: datetime) -> Incident | None:
    """The case of which this person said that it is done and may still send the photo."""
    return work.session.scalar(
        select(Incident)
        .where(_incidents.proof_asked_of == person.id, _incidents.proof_until_at >= now)
        .order_by(_incidents.proof_until_at.desc())
        .limit(1)
    )


def attach_proof(work: Work, incident: Incident, messages: Sequence[ChatMessage]) -> list[StoredAttachment]:
    """Make the photos of these messages part of a case as taken after the work; answers those that are new."""
    if not messages:
        return []
    work.session.flush()
    files = work.session.scalars(
        select(StoredAttachment)
        .where(
            _attachments.chat_message_id.in_([message.id for message in messages]),
            _attachments.kind == AttachmentKind.PHOTO,
            ~_attachments.after_work,
        )
        .order_by(_attachments.id)
    ).all()
    for message in messages:
        message.gathered = False
    for file in files:
        file.incident_id, file.activity_id, file.after_work = incident.id, None, True
    incident.proofs += len(files)
    return list(files)


def last_line(work: Work, incident_id: int, kind: HistoryKind) -> IncidentHistory | None:
    """The newest line of this kind in the history of a case."""
    return work.session.scalar(
        select(IncidentHistory)
        .where(_history.incident_id == incident_id, _history.kind == kind)
        .order_by(_history.id.desc())
        .limit(1)
    )


def threads(work: Work, incident_id: int) -> Sequence[IncidentReporter]:
    """Every reporter's own thread of a case and of those merged into it, but for those who left it."""
    return work.session.scalars(
        select(IncidentReporter)
        .where(_reporters.incident_id == incident_id, _reporters.left_at.is_(None))
        .order_by(_reporters.id)
    ).all()


def thread_of(work: Work, incident_id: int, person: Person) -> IncidentReporter | None:
    """One person's thread of a case, to be changed."""
    return work.session.scalar(
        select(IncidentReporter)
        .where(
            _reporters.incident_id == incident_id,
            _reporters.person_id == person.id,
            _reporters.left_at.is_(None),
        )
        .order_by(_reporters.id)
        .limit(1)
        .with_for_update()
    )


def begin_round(work: Work, incident: Incident) -> None:
    """A case that is worked on again waits for new proof and new last words."""
    incident.proofs = 0
    work.session.flush()
    work.session.execute(
        update(IncidentReporter)
        .where(_reporters.incident_id == incident.id)
        .values(verdict=None, verdict_at=None, missed_at=None)
        .execution_options(synchronize_session="fetch")
    )


def extensions(work: Work, incident_id: int) -> Sequence[IncidentExtension]:
    """Every wish for more time of a case, oldest first."""
    return work.session.scalars(
        select(IncidentExtension).where(_extensions.incident_id == incident_id).order_by(_extensions.id)
    ).all()


def asked_extension(work: Work, incident_id: int) -> IncidentExtension | None:
    """The wish for more time that waits for an officer, to be changed."""
    return work.session.scalar(
        select(IncidentExtension)
        .where(_extensions.incident_id == incident_id, _extensions.status == ExtensionStatus.ASKED)
        .order_by(_extensions.id.desc())
        .limit(1)
        .with_for_update()
    )


def said_to(work: Work, person: Person, zalo_message_id: str) -> OutboxMessage | None:
    """What we said to somebody in private under this id of Zalo's."""
    return work.session.scalar(
        select(OutboxMessage).where(
            _outbox.zalo_message_id == zalo_message_id, _outbox.person_id == person.id, _outbox.group_id.is_(None)
        )
    )


def overdue_elsewhere(work: Work, *, today: object) -> Sequence[Incident]:
    """Open cases whose agency's date has passed and that nobody was asked to follow up since."""
    return work.session.scalars(
        select(Incident)
        .where(
            _incidents.forward_due_on < today,
            _incidents.forward_followed_at.is_(None),
            _incidents.status.in_(STILL_OPEN),
        )
        .order_by(_incidents.id)
        .limit(200)
    ).all()


def drop_extension(work: Work, incident_id: int, *, now: datetime) -> None:
    """A case that is no longer worked on needs no more time: what was asked for is off."""
    work.session.execute(
        update(IncidentExtension)
        .where(_extensions.incident_id == incident_id, _extensions.status == ExtensionStatus.ASKED)
        .values(status=ExtensionStatus.REFUSED, decided_at=now)
        .execution_options(synchronize_session="fetch")
    )


def photos(work: Work, attachment_ids: Sequence[int]) -> dict[int, tuple[StoredAttachment, str | None]]:
    """These attachments with the codes of their cases."""
    rows = work.session.execute(
        select(StoredAttachment, _incidents.code)
        .outerjoin(Incident, _incidents.id == _attachments.incident_id)
        .where(_attachments.id.in_(attachment_ids))
    ).all()
    return {file.id: (file, code) for file, code in rows}
