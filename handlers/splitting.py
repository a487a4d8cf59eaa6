"""Photos of two different things in one case: the chosen ones become a case of their own for the same reporter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.errors import Incomplete, Refused
from domain.incidents import ActorKind, HistoryKind
from domain.messages import Priority
from domain.staff import Right, Role, require
from domain.understanding import Category
from handlers.merging import reason_of
from handlers.office import Office
from handlers.places import named_place
from handlers.shown_cases import existing_case, refuse_stale
from handlers.speaking import tell
from storage import case_files, incidents, merged_cases
from storage.database import Work
from storage.tables import Incident, Person, StoredAttachment

LONGEST_DESCRIPTION = 1000
LONGEST_PLACE = 160


@dataclass(frozen=True, kw_only=True)
class SplitPhotos:
    """An officer's wish to open a case of some photos of another; `words` say what they show."""

    incident_id: int
    file_ids: Collection[int]
    category: Category | None
    place: str
    words: str
    reason: str
    silent: bool
    revision: int
    officer_id: int
    role: Role


def split_photos(work: Work, office: Office, command: SplitPhotos, *, now: datetime) -> Incident:
    """Open a case of the chosen photos and tell their sender its code; the second of a double click answers the same.

    Raises NotAllowed, NotFound, Incomplete without photos, category or reason, Refused for words too long, or Stale.
    """
    require(command.role, Right.MOVE_INCIDENTS)
    incident = existing_case(work, command.incident_id)
    files = case_files.with_ids(work, command.file_ids)
    made = _made_before(work, command, files)
    if made is not None:
        return made
    reason = _checked(command)
    refuse_stale(incident, command.revision)
    files = [file for file in files if file.incident_id == incident.id]
    if not files:
        raise Incomplete("cases_needed")
    sender = case_files.sender_of(work, files[0])
    split = _open(work, office, command, incident, sender, now=now)
    photos = case_files.move(work, files, split.id)
    incident.photos -= photos
    split.photos = photos
    _note(work, command, incident, split, reason, now=now)
    work.session.flush()
    if not command.silent:
        _tell(work, office, split, now=now)
    return split


def _checked(command: SplitPhotos) -> str:
    if not command.file_ids:
        raise Incomplete("cases_needed")
    if command.category is None:
        raise Incomplete("category_needed")
    for words, limit in ((command.words, LONGEST_DESCRIPTION), (command.place, LONGEST_PLACE)):
        if len(words) > limit:
            raise Refused("words_too_long", limit=limit)
    return reason_of(command.reason)


def _made_before(work: Work, command: SplitPhotos, files: Sequence[StoredAttachment]) -> Incident | None:
    """The case that these very photos were split into already, while the page still showed them here."""
    homes = {file.incident_id for file in files}
    home = next(iter(homes), None) if len(homes) == 1 else None
    if home is None or home == command.incident_id or not case_files.was_split(work, command.incident_id, home):
        return None
    return incidents.get(work, home)


def _open(
    work: Work, office: Office, command: SplitPhotos, incident: Incident, sender: Person, *, now: datetime
) -> Incident:
    words = command.words.strip()
    place = " ".join(command.place.split())
    found = named_place(office.ward.gazetteer, place)
    today = office.today(now)
    split = Incident(
        opened_at=now,
        due_on=office.ward.due_on(today, command.category, urgent=False),
        category=command.category,
        description=words,
        public_description="",
        location_text=place or incident.location_text,
        place_name=found if place else incident.place_name,
        residential_group=None if place else incident.residential_group,
        lacks_place=not place and incident.location_text is None,
        lacks_content=not words,
        source=incident.source,
    )
    return incidents.add(work, split, reporter=sender, opened_on=today)


def _note(work: Work, command: SplitPhotos, incident: Incident, split: Incident, reason: str, *, now: datetime) -> None:
    incident.revision += 1
    for case, kind, other in (
        (split, HistoryKind.OPENED, incident),
        (incident, HistoryKind.PARTED, split),
    ):
        words = f"{other.code}: {reason}"
        incidents.note(
            work, case, kind, ActorKind.STAFF, at=now, officer_id=command.officer_id, words=words, silent=True
        )


def _tell(work: Work, office: Office, split: Incident, *, now: datetime) -> None:
    for thread in merged_cases.threads(work, split.id):
        tell(
            work,
            office,
            thread.person,
            "incident_split",
            priority=Priority.UPDATE,
            dedupe_key=f"split:{split.id}:{thread.person.id}",
            incident_id=split.id,
            now=now,
            code=thread.code,
            category=split.category,
            place=split.location_text,
            photos=split.photos,
            due_on=split.due_on,
        )
