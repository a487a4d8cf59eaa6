"""What `check` says about the ward's data, the database, the disk, and what waits in them."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from commands.assembly import load_office, open_database, rooted, system_clock
from commands.findings import Finding, fine, needed, problem, warning
from domain.duties import DutyHolder, current_occurrence
from domain.staff import Role
from settings import Settings
from storage import measures, migrate, staff
from storage.database import Database, Work
from storage.measures import Measures
from storage.tables import InboxStatus, OutboxStatus
from storage.tokens import StoredTokens

LOW_DISK_BYTES = 2_000_000_000
LATE = timedelta(minutes=5)


def ward(settings: Settings) -> Iterator[Finding]:
    """The facts of the ward."""
    office = load_office(settings)
    facts, today = office.ward, office.today(system_clock())
    yield fine(f"ward data of {settings.ward_dir} can be used")
    if facts.phone is None:
        yield warning("ward.toml has no phone: residents are told the address only; fill in `phone`")
    doubtful = [hotline.number for hotline in facts.hotlines if not hotline.confirmed]
    if doubtful:
        yield warning(f"hotlines.toml: not yet confirmed: {', '.join(doubtful)}; ask, and set `confirmed = true`")
    last = max(facts.calendar.holidays)
    if last.year < today.year or (last.year == today.year and today.month >= 11):
        yield warning(f"holidays.toml ends with {last}: due days of next year would be wrong; enter its days off")
    for duty in facts.duties:
        if duty.holder is DutyHolder.TEAM and duty.schedule and not current_occurrence(duty, facts.calendar, today):
            yield warning(f"duties.toml: {duty.code} has no period after today: enter the plan of the year")


def texts(settings: Settings) -> Iterator[Finding]:
    """The words we say."""
    yield fine(f"{len(load_office(settings).texts.chat_templates)} chat texts can be used")


def media(settings: Settings) -> Iterator[Finding]:
    """The folder of photos, and the room on its disk."""
    folder = rooted(settings.media_dir)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".writable"
    probe.write_bytes(b"")
    probe.unlink()
    yield fine("MEDIA_DIR can be written")
    yield _room(folder)


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB are free on the disk of the photos"
    if free < LOW_DISK_BYTES:
        return problem(f"only {words}: when it is full no event can be kept; make room")
    return fine(words)


def database(settings: Settings) -> Iterator[Finding]:
    """The database, and what in it waits for somebody."""
    opened = open_database(settings)
    try:
        yield from _schema_and_contents(opened, settings)
    except SQLAlchemyError as error:
        yield problem(
            f"the database does not answer ({type(error).__name__}): is it running, is DATABASE_URL right, may this "
            "user read and write there?"
        )
    finally:
        opened.close()


def _schema_and_contents(opened: Database, settings: Settings) -> Iterator[Finding]:
    current, newest = migrate.current_revision(opened), migrate.newest_revision()
    if current != newest:
        yield _other_schema(current, newest)
        yield from _tokens(None, settings)
        return
    with opened.begin() as work:
        yield fine(f"the database can be written and is at the newest schema ({current})")
        yield from _accounts(work)
        found = measures.take(work)
    yield from _tokens(StoredTokens(opened), settings)
    yield from _waiting(found, system_clock())


def _other_schema(current: str | None, newest: str) -> Finding:
    if current in migrate.revisions() or current is None:
        return warning(
            f"the database is at schema {current or 'none'}; `python app.py migrate` brings it to {newest} "
            "(`serve` does so by itself)"
        )
    return problem(f"the database is at schema {current}, which this program does not know: install the newer program")


def _accounts(work: Work) -> Iterator[Finding]:
    open_roles = [officer.role for officer in staff.officers(work) if officer.disabled_at is None]
    if not set(open_roles) & {Role.OFFICER, Role.HEAD}:
        yield warning(
            "no officer can log in: cases would wait unseen; make an account: "
            'python app.py staff add USERNAME --name "Full Name"'
        )
    if Role.HEAD not in open_roles:
        yield warning("no head of the office has an account; make one with --role head")


def _tokens(kept: StoredTokens | None, settings: Settings) -> Iterator[Finding]:
    row = kept.row() if kept else None
    pair = settings.zalo_refresh_token and settings.zalo_access_token
    yield needed(
        "The pair of Zalo tokens",
        row or pair,
        "nothing can be sent; set ZALO_ACCESS_TOKEN and ZALO_REFRESH_TOKEN once, from the API Explorer",
    )
    if row is None:
        return
    if row.problem:
        yield problem(
            f"Zalo refused to renew the tokens ({row.problem}): nothing can be sent; grant the app its permission again "
            "and set a new first pair"
        )
    elif row.expires_at < system_clock():
        yield warning("the access token has expired; it is renewed with the next message while `serve` runs")


def _waiting(found: Measures, now: datetime) -> Iterator[Finding]:
    if found.quarantined:
        yield warning(
            f"{found.quarantined} events are in quarantine: no secret of ZALO_WEBHOOK_SECRETS signed them; correct it, "
            "then: python app.py quarantine replay"
        )
    if found.oldest_waiting_event_at and now - found.oldest_waiting_event_at > LATE:
        yield problem("events wait longer than 5 minutes: is `serve` running, with a worker?")
    if failed := found.inbox[InboxStatus.FAILED]:
        yield warning(f"{failed} events were set aside after five tries: their reasons stand in the table inbox")
    for status, words in (
        (OutboxStatus.UNKNOWN, "messages may or may not have left; an officer decides on the page of messages"),
        (OutboxStatus.TO_PHONE, "people can only be telephoned; see the page of messages"),
        (OutboxStatus.FAILED, "messages were refused by Zalo for good; see the page of messages"),
    ):
        if count := found.outbox[status]:
            yield warning(f"{count} {words}")
