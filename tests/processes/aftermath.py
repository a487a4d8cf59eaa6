"""What must hold when a load with faults has come to rest: nothing lost, nothing twice, everything in order."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from sqlmodel import col, func, select

from bot.simulator.server import Simulator
from domain.conversations import Step
from domain.incidents import HistoryKind
from storage.database import Database, Work
from storage.tables import (
    AttachmentStatus,
    Conversation,
    InboxEvent,
    InboxStatus,
    Incident,
    IncidentHistory,
    IncidentReporter,
    OutboxMessage,
    OutboxStatus,
    Person,
    StoredAttachment,
)
from tests.processes.crowd import Crowd, Part
from tests.processes.serving import Served, pause

OPEN_ENDS = (
    col(InboxEvent.status).in_((InboxStatus.WAITING, InboxStatus.CLAIMED)),
    col(OutboxMessage.status).in_((OutboxStatus.WAITING, OutboxStatus.SENDING)),
    col(StoredAttachment.status).in_((AttachmentStatus.WAITING, AttachmentStatus.FETCHING)),
    col(Conversation.step) == Step.GATHERING,
    col(Conversation.ack_at).is_not(None),
)


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """What stands when everything has come to rest."""

    served: Served
    simulator: Simulator
    database: Database
    parts: Sequence[Part]
    acknowledged: frozenset[bytes]

    def stored(self, part: Part) -> bool:
        """Whether every event of a resident was kept."""
        return all(len(self.rows_of(event.body)) == 1 for event in part.events)

    def rows_of(self, body: bytes) -> Sequence[InboxEvent]:
        """The rows of the inbox that hold this event."""
        digest = hashlib.sha256(body).hexdigest()
        with self.database.read() as work:
            return work.session.exec(select(InboxEvent).where(InboxEvent.body_sha256 == digest)).all()

    def cases_of(self, part: Part) -> Sequence[Incident]:
        """The cases a resident reported."""
        with self.database.read() as work:
            return work.session.exec(
                select(Incident)
                .join(IncidentReporter, col(IncidentReporter.incident_id) == col(Incident.id))
                .join(Person, col(Person.id) == col(IncidentReporter.person_id))
                .where(Person.zalo_user_id == part.person.id)
            ).all()

    def messages_to(self, part: Part) -> Sequence[OutboxMessage]:
        """What was to be said to a resident."""
        with self.database.read() as work:
            return work.session.exec(
                select(OutboxMessage)
                .join(Person, col(Person.id) == col(OutboxMessage.person_id))
                .where(Person.zalo_user_id == part.person.id)
            ).all()


@contextmanager
def at_rest(crowd: Crowd, *, timeout: float) -> Iterator[Aftermath]:
    """Wait until everybody has posted everything and all of it was worked off."""
    crowd.join(timeout)
    database = crowd.served.open_database()
    wait_until_at_rest(database, timeout)
    yield Aftermath(
        served=crowd.served,
        simulator=crowd.served.simulator,
        database=database,
        parts=crowd.parts,
        acknowledged=frozenset(crowd.acknowledged),
    )
    database.close()


def open_ends(work: Work) -> list[int]:
    """How many events, messages, files and talks are not finished, in this order."""
    return [work.session.execute(select(func.count()).where(condition)).scalar_one() for condition in OPEN_ENDS]


def wait_until_at_rest(database: Database, timeout: float) -> None:
    deadline = monotonic() + timeout
    quiet = 0
    while quiet < 10:
        with database.read() as work:
            left = open_ends(work)
        quiet = 0 if any(left) else quiet + 1
        assert monotonic() < deadline, f"it never came to rest: {left}"
        pause()


def every_acknowledged_event_had_one_effect(aftermath: Aftermath) -> None:
    for part in aftermath.parts:
        for event in part.events:
            rows = aftermath.rows_of(event.body)
            assert len(rows) == 1 or (not rows and event.body not in aftermath.acknowledged)
            assert {row.status for row in rows} <= {InboxStatus.DONE}
    with aftermath.database.read() as work:
        statuses = set(work.session.exec(select(InboxEvent.status)).all())
        kept = set(work.session.exec(select(StoredAttachment.status)).all())
    assert statuses <= {InboxStatus.DONE, InboxStatus.IGNORED}
    assert kept == {AttachmentStatus.KEPT}


def every_case_exists_once(aftermath: Aftermath) -> None:
    for part in aftermath.parts:
        cases = aftermath.cases_of(part)
        assert len(cases) == (part.story.cases if aftermath.stored(part) else 0), part.events[0].body
        assert sum(case.photos for case in cases) == part.story.photos
    with aftermath.database.read() as work:
        numbers = work.session.exec(select(Incident.number).order_by(col(Incident.number))).all()
        openings = work.session.exec(
            select(IncidentHistory.incident_id).where(IncidentHistory.kind == HistoryKind.OPENED)
        ).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert len(openings) == len(set(openings)) == len(numbers)


def the_read_api_tells_the_same(aftermath: Aftermath) -> None:
    expected = sum(part.story.cases for part in aftermath.parts if aftermath.stored(part))
    codes = [item["code"] for item in aftermath.served.items("incidents")]
    assert len(codes) == len(set(codes)) == expected
    messages = list(aftermath.served.items("outbox"))
    assert {message["status"] for message in messages} <= {"sent", "unknown"}
    assert sum(message["kind"] == "incident_opened" for message in messages) == expected


def nobody_heard_anything_twice(aftermath: Aftermath) -> None:
    for part in aftermath.parts:
        rows = aftermath.messages_to(part)
        heard = Counter(message.text for message in aftermath.simulator.heard(part.person))
        sent = Counter(row.text for row in rows if row.status is OutboxStatus.SENT)
        sent_again = Counter(row.text for row in rows if row.look_ups)
        assert sent <= heard <= Counter(row.text for row in rows) + sent_again


def everybody_heard_things_in_order(aftermath: Aftermath) -> None:
    for part in aftermath.parts:
        rows = {row.zalo_message_id: row for row in aftermath.messages_to(part) if not row.look_ups}
        heard = [
            rows[message.message_id] for message in aftermath.simulator.heard(part.person) if message.message_id in rows
        ]
        for priority in {row.priority for row in heard}:
            numbers = [row.id for row in heard if row.priority == priority]
            assert numbers == sorted(numbers), part.person.id


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a load came to: `settled` sends whose answer was lost and whose echo came, `unknown` ones without a known
    end, `sent_again` after a look-up did not find them."""

    events: int
    cases: int
    messages: int
    settled: int
    unknown: int
    sent_again: int


def everything_happened_once(aftermath: Aftermath) -> Figures:
    """Assert all of it; answers the figures to report."""
    every_acknowledged_event_had_one_effect(aftermath)
    every_case_exists_once(aftermath)
    the_read_api_tells_the_same(aftermath)
    nobody_heard_anything_twice(aftermath)
    everybody_heard_things_in_order(aftermath)
    with aftermath.database.read() as work:
        rows = work.session.exec(select(OutboxMessage)).all()
    return Figures(
        events=len(aftermath.acknowledged),
        cases=sum(len(aftermath.cases_of(part)) for part in aftermath.parts),
        messages=len(rows),
        settled=sum(row.status is OutboxStatus.SENT and not row.attempts for row in rows),
        unknown=sum(row.status is OutboxStatus.UNKNOWN for row in rows),
        sent_again=sum(bool(row.look_ups) for row in rows),
    )
