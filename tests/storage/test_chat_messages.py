"""What people wrote is kept once, gathered in the order it was said, and pins are erased without consent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.consents import Purpose
from domain.events import Attachment, AttachmentKind, MessageEchoed, MessageReceived, Pin
from storage import chat_messages, incidents, people, pins
from storage.database import Database, Work
from storage.tables import AttachmentStatus, ChatMessage, Incident, Person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def somebody(work: Work, number: int = 1) -> Person:
    return people.find_or_add(work, f"88{number:017d}", now=NOW)


def said(work: Work, person: Person, key: str, *, second: int = 0, **fields: Any) -> ChatMessage:
    event = MessageReceived(
        occurred_at=NOW + timedelta(seconds=second),
        sender_id=person.zalo_user_id,
        message_id=key,
        **fields,
    )
    message = chat_messages.add(work, person, event, reading={"intent": "incident"}, now=NOW)
    message.gathered = True
    work.session.flush()
    return message


def case(work: Work, person: Person, **fields: Any) -> Incident:
    incident = Incident(**({"opened_at": NOW, "due_on": date(2026, 11, 27)} | fields))
    return incidents.add(work, incident, reporter=person, opened_on=date(2026, 11, 23))


PHOTO = Attachment(kind=AttachmentKind.PHOTO, url="https://example.vn/1.jpg", name="n" * 300)
STICKER = Attachment(kind=AttachmentKind.STICKER)


def test_what_was_said_is_gathered_in_its_order_with_its_files(database: Database) -> None:
    with database.begin() as work:
        ann = somebody(work)
        said(work, ann, "second", second=-1, attachments=(PHOTO, STICKER))
        said(work, ann, "first", second=-5, text="rác")
        said(work, ann, "from a clock ahead", second=500)
    with database.begin() as work:
        waiting = chat_messages.gathered(work, ann)
        assert [message.zalo_message_id for message in waiting] == ["first", "second", "from a clock ahead"]
        assert waiting[2].occurred_at == NOW
        incident = case(work, ann)
        assert chat_messages.attach_to_incident(work, waiting, incident.id) == 1
    with database.read() as work:
        assert chat_messages.gathered(work, ann) == []
        files = chat_messages.attachments_of_incident(work, incident.id)
        assert [file.status for file in files] == [AttachmentStatus.WAITING, AttachmentStatus.NOT_FETCHED]
        assert files[0].name == "n" * 200
        assert chat_messages.first_said_at(work, incident.id) == NOW - timedelta(seconds=5)
        assert (chat_messages.first_said_at(work, 99), chat_messages.count_of_person(work, ann)) == (None, 3)
        assert work.session.get_one(ChatMessage, waiting[0].id).reading == {"intent": "incident", "files": 0}


def test_what_a_batch_foresees_answers_as_the_tables_would(database: Database) -> None:
    with database.begin() as work:
        ann = somebody(work)
        said(work, ann, "held", second=-2)
    with database.begin() as work:
        chat_messages.foresee(work, [ann], ["held", "new"])
        chat_messages.foresee(work, [], [])
        assert chat_messages.is_known(work, "held") and not chat_messages.is_known(work, "new")
        said(work, ann, "new", second=-3)
        assert chat_messages.is_known(work, "new")
        assert [message.zalo_message_id for message in chat_messages.gathered(work, ann)] == ["new", "held"]
    with database.read() as work:
        assert chat_messages.is_known(work, "new") and not chat_messages.is_known(work, "other")
        assert [message.zalo_message_id for message in chat_messages.gathered(work, ann)] == ["new", "held"]


def test_what_a_human_answered_is_kept_once(database: Database) -> None:
    for _ in range(2):
        with database.begin() as work:
            ann = somebody(work)
            echo = MessageEchoed(occurred_at=NOW, message_id="h1", recipient_id=ann.zalo_user_id, human_id="9")
            chat_messages.add_human_reply(work, ann, echo)
    with database.read() as work:
        assert chat_messages.count_of_person(work, ann) == 1


def test_pins_without_consent_are_erased_and_those_with_it_stay(database: Database) -> None:
    with database.begin() as work:
        persons = [somebody(work, number) for number in range(3)]
        for number, person in enumerate(persons):
            message = said(work, person, f"pin {number}", pin=Pin(latitude=16.0, longitude=108.2))
            incident = case(work, person, latitude=16.0, longitude=108.2, pinned=True)
            chat_messages.attach_to_incident(work, [message], incident.id)
        for given in (False, True):
            people.answer_consent(work, persons[0], Purpose.LOCATION, given=given, now=NOW)
            work.session.flush()
            people.answer_consent(work, persons[1], Purpose.LOCATION, given=not given, now=NOW)
            work.session.flush()
    with database.begin() as work:
        assert pins.erase_without_consent(work, older_than=NOW - timedelta(hours=1)) == 0
        assert pins.erase_without_consent(work, older_than=NOW) == 2
        assert pins.erase_without_consent(work, older_than=NOW) == 0
    with database.read() as work:
        latitudes = [work.session.get_one(Incident, number).latitude for number in (1, 2, 3)]
        said_at = [work.session.get_one(ChatMessage, number).latitude for number in (1, 2, 3)]
    assert latitudes == said_at == [16.0, None, None]
