"""What those who work on cases find: proof, wishes for more time, agencies that keep us waiting, and how cases end."""

from datetime import date, timedelta

from sqlmodel import col, select

from domain.case_endings import Closing, ExtensionStatus, Verdict
from domain.events import AttachmentKind
from domain.incidents import ActorKind, HistoryKind, IncidentStatus
from domain.staff import TaskKind
from storage import case_endings, case_work, incidents, staff
from storage.database import Database, Work
from storage.tables import (
    AttachmentStatus,
    ChatMessage,
    Incident,
    IncidentExtension,
    Person,
    StaffTask,
    StoredAttachment,
)
from tests.storage.test_incidents import NOW, TODAY, case, somebody

HOUR = timedelta(hours=1)


def photo(work: Work, person: Person, number: int, *, kind: AttachmentKind = AttachmentKind.PHOTO) -> ChatMessage:
    message = ChatMessage(person_id=person.id, zalo_message_id=f"m-{number}", occurred_at=NOW, gathered=True)
    work.session.add(message)
    work.session.flush()
    work.session.add(
        StoredAttachment(
            chat_message_id=message.id, position=0, kind=kind, status=AttachmentStatus.KEPT, available_at=NOW
        )
    )
    work.session.flush()
    return message


def more_time(incident: Incident, day: int, status: ExtensionStatus = ExtensionStatus.ASKED) -> IncidentExtension:
    return IncidentExtension(
        incident_id=incident.id,
        asked_at=NOW,
        old_due_on=incident.due_on,
        new_due_on=date(2026, 12, day),
        reason="mưa",
        status=status,
    )


def test_a_photo_proves_a_case_once_and_a_recording_never(database: Database) -> None:
    with database.begin() as work:
        person = somebody(work)
        incident = case(work)
        messages = [photo(work, person, 1), photo(work, person, 2, kind=AttachmentKind.AUDIO)]
        first = case_work.attach_proof(work, incident, messages)
        again = case_work.attach_proof(work, incident, messages)
        assert (len(first), again, incident.proofs, case_work.attach_proof(work, incident, [])) == (1, [], 1, [])
        assert [message.gathered for message in messages] == [False, False]
        (file, code) = case_work.photos(work, [first[0].id])[first[0].id]
        assert (file.after_work, code) == (True, incident.code)


def test_who_said_done_may_send_the_photo_for_a_while(database: Database) -> None:
    with database.begin() as work:
        worker = somebody(work, 2)
        incident = case(work, proof_asked_of=worker.id, proof_until_at=NOW + HOUR)
        assert case_work.awaiting_proof(work, worker, now=NOW + HOUR) is incident
        assert case_work.awaiting_proof(work, worker, now=NOW + 2 * HOUR) is None
        assert case_work.awaiting_proof(work, somebody(work), now=NOW) is None


def test_the_newest_wish_for_more_time_waits_until_it_is_decided_or_off(database: Database) -> None:
    with database.begin() as work:
        incident, other = case(work), case(work, by=somebody(work, 2))
        work.session.add_all([more_time(incident, 1, ExtensionStatus.REFUSED), more_time(incident, 2)])
        work.session.add(more_time(other, 3))
        work.session.flush()
        waiting = case_work.asked_extension(work, incident.id)
        assert waiting is not None
        assert waiting.new_due_on.day == 2
        case_work.drop_extension(work, incident.id, now=NOW)
        assert case_work.asked_extension(work, incident.id) is None
        assert [one.status for one in case_work.extensions(work, incident.id)] == [ExtensionStatus.REFUSED] * 2
        assert case_work.asked_extension(work, other.id) is not None


def test_an_agency_is_asked_again_once_its_date_has_passed(database: Database) -> None:
    with database.begin() as work:
        late = case(work, status=IncidentStatus.FORWARDED, forward_due_on=TODAY - timedelta(days=1))
        case(work, by=somebody(work, 2), status=IncidentStatus.FORWARDED, forward_due_on=TODAY)
        case(work, by=somebody(work, 3), status=IncidentStatus.CLOSED, forward_due_on=TODAY - timedelta(days=9))
        assert [one.id for one in case_work.overdue_elsewhere(work, today=TODAY)] == [late.id]
        late.forward_followed_at = NOW
        work.session.flush()
        assert list(case_work.overdue_elsewhere(work, today=TODAY)) == []


def test_a_new_round_waits_for_new_proof_and_new_words(database: Database) -> None:
    with database.begin() as work:
        person = somebody(work)
        incident = case(work, by=person, proofs=2)
        thread = case_work.thread_of(work, incident.id, person)
        assert thread is not None
        thread.verdict, thread.verdict_at, thread.stars = Verdict.NOT_DONE, NOW, 2
        case_work.begin_round(work, incident)
        work.session.refresh(thread)
        kept = thread.model_dump(include={"verdict", "verdict_at", "stars"})
        assert (incident.proofs, kept) == (0, {"verdict": None, "verdict_at": None, "stars": 2})
        assert [one.id for one in case_work.threads(work, incident.id)] == [thread.id]
        thread.left_at = NOW
        work.session.flush()
        assert list(case_work.threads(work, incident.id)) == []
        assert case_work.thread_of(work, incident.id, person) is None


def test_only_answers_that_nobody_disputes_wait_for_silence(database: Database) -> None:
    with database.begin() as work:
        old, resolved = NOW - timedelta(days=8), IncidentStatus.RESOLVED
        silent = case(work, answered_at=old, status=resolved)
        case(work, by=somebody(work, 2), answered_at=NOW, status=resolved)
        case(work, by=somebody(work, 3), answered_at=old, disputed_at=old, status=resolved)
        case(work, by=somebody(work, 4), answered_at=old, status=IncidentStatus.CLOSED)
        found = case_endings.unanswered(work, answered_before=NOW - timedelta(days=7))
        assert [one.id for one in found] == [silent.id]
        assert case_endings.newest_asked(work, somebody(work)) is silent
        assert case_endings.newest_asked(work, somebody(work, 4)) is None


def test_who_never_heard_of_an_end_is_found_until_he_is_told(database: Database) -> None:
    with database.begin() as work:
        person = somebody(work)
        incident = case(work, by=person, status=IncidentStatus.CLOSED, closing=Closing.NOT_INFORMED, closed_at=NOW)
        thread = case_work.thread_of(work, incident.id, person)
        assert thread is not None
        assert list(case_endings.missed_by(work, person)) == []
        thread.missed_at = NOW
        work.session.flush()
        assert [one.id for one, _ in case_endings.missed_by(work, person)] == [incident.id]
        thread.missed_told_at = NOW
        work.session.flush()
        assert list(case_endings.missed_by(work, person)) == []
        assert case_endings.closings_since(work, NOW - HOUR) == {Closing.NOT_INFORMED: 1}
        assert case_endings.closings_since(work, NOW + HOUR) == {}


def test_answers_and_their_dates_and_stars_are_read_back(database: Database) -> None:
    with database.begin() as work:
        person = somebody(work)
        incident = case(work, by=person, answered_at=NOW, original_due_on=date(2026, 11, 25))
        case(work, by=somebody(work, 2))
        assert case_endings.answers_since(work, NOW) == [(NOW, incident.due_on, date(2026, 11, 25))]
        assert case_endings.answers_since(work, NOW + HOUR) == []
        thread = case_work.thread_of(work, incident.id, person)
        assert thread is not None
        thread.stars = 4
        work.session.flush()
        assert case_endings.stars_of(work, incident.id) == [4]
        incidents.note(work, incident, HistoryKind.ASKED, ActorKind.SYSTEM, at=NOW, words="a")
        newest = incidents.note(work, incident, HistoryKind.ASKED, ActorKind.SYSTEM, at=NOW, words="b")
        found = case_work.last_line(work, incident.id, HistoryKind.ASKED)
        assert found is not None
        assert (found.note, newest is None or found.id == newest.id) == ("b", True)
        assert case_endings.last_answer(work, incident.id) is None


def test_only_the_tasks_of_this_case_and_kind_are_done(database: Database) -> None:
    with database.begin() as work:
        incident, other = case(work), case(work, by=somebody(work, 2))
        for one, kind in ((incident, TaskKind.EXTENSION), (other, TaskKind.EXTENSION), (incident, TaskKind.COMPLAINT)):
            staff.add_task(work, kind, person=None, due_on=TODAY, now=NOW, words="", incident_id=one.id)
        case_endings.finish_tasks(work, incident.id, TaskKind.EXTENSION, now=NOW)
        tasks = work.session.exec(select(StaffTask).order_by(col(StaffTask.id))).all()
        assert [(task.incident_id, task.done_at is None) for task in tasks if task.kind is TaskKind.EXTENSION] == [
            (incident.id, False),
            (other.id, True),
        ]
        assert [task.done_at for task in tasks if task.kind is TaskKind.COMPLAINT] == [None]
