"""Whether the worker reads what is said in the groups in time, and takes what is a report and nothing else.

python -m benchmarks.group_messages [--rate N] [--seconds N]
"""

import argparse
import json
import random
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep, thread_time

from sqlalchemy import func, select

from benchmarks import machine
from bot.events import parse_body
from bot.webhook import new_event
from commands.assembly import Service
from domain.teams import TeamRole
from handlers.groups import SeenGroup, take_over_list
from handlers.roster import AddMember, AddTeam, add_member, add_team, bind
from settings import load_settings
from storage import people
from storage.columns import columns_of
from storage.inbox_writer import keep
from storage.tables import ChatMessage, InboxEvent, InboxStatus

ACCOUNT = "4400000000000000001"
TEAMS, MEMBERS, RESIDENTS = 30, 7, 40
REPORTS_SHARE = 0.05
MEMBERS_SHARE = 0.4
TICK_SECONDS = 0.1
DRAIN_SECONDS = 60.0
MOST_OF_A_CORE = 1.0
LINES = [
    tuple(line.split("|", 1))
    for line in (Path(__file__).parent / "group_messages.txt").read_text(encoding="utf-8").splitlines()
]


@dataclass(kw_only=True)
class Said:
    """What was said so far, and which of it is a report."""

    dice: random.Random = field(default_factory=lambda: random.Random(12))
    number: int = 0
    reports: set[str] = field(default_factory=set)

    def next_body(self) -> bytes:
        """One message of somebody in one of the groups."""
        self.number += 1
        is_report = self.dice.random() < REPORTS_SHARE
        kind = "taken" if is_report else "ignored"
        words = self.dice.choice([text for label, text in LINES if label == kind])
        team = self.dice.randrange(TEAMS) + 1
        is_member = is_report or self.dice.random() < MEMBERS_SHARE
        who = f"88{team:03}{self.dice.randrange(MEMBERS):03}" if is_member else f"99{self.dice.randrange(RESIDENTS):06}"
        message_id = f"{self.number:020x}"
        if is_report:
            self.reports.add(message_id)
        payload = {
            "event_name": "user_send_group_text",
            "app_id": "1",
            "oa_id": ACCOUNT,
            "sender": {"id": who},
            "recipient": {"id": f"group{team}"},
            "message": {"text": words.format(n=team), "msg_id": message_id},
            "timestamp": str(int(datetime.now(UTC).timestamp() * 1000)),
        }
        return json.dumps(payload, ensure_ascii=False).encode()


def main() -> None:
    """Measure and print as Markdown; exits 1 when a bar is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.group_messages", description=(__doc__ or "").split(".")[0]
    )
    parser.add_argument("--rate", type=int, default=50, help="messages a second (default: 50)")
    parser.add_argument("--seconds", type=int, default=60, help="how long (default: 60)")
    arguments = parser.parse_args()
    print(machine.described(" ".join(["python -m benchmarks.group_messages", *sys.argv[1:]])), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        service = _service(Path(folder))
        _fill(service)
        sys.exit(_measure(service, arguments.rate, arguments.seconds))


def _service(folder: Path) -> Service:
    settings = load_settings(
        {
            "DATABASE_URL": f"sqlite:///{folder / 'groups.sqlite3'}",
            "MEDIA_DIR": str(folder / "media"),
            "SECRET_KEY": "k" * 40,
            "ZALO_APP_ID": "1",
            "ZALO_APP_SECRET": "s" * 20,
            "ZALO_OA_ID": ACCOUNT,
            "ZALO_WEBHOOK_SECRETS": "w" * 20,
        },
        env_file=folder / "none",
    )
    return Service(settings)


def _fill(service: Service) -> None:
    now, since = service.clock(), date(2026, 1, 1)
    with service.database.begin() as work:
        for number in range(1, TEAMS + 1):
            team = add_team(
                work,
                AddTeam(
                    name=service.office.texts.fill("group_name", "numbered", number=number),
                    number=number,
                    since_on=since,
                ),
            )
            for place in range(MEMBERS):
                command = AddMember(
                    team_id=team.id, full_name=f"M {number} {place}", role=TeamRole.MEMBER, phone=None, since_on=since
                )
                bind(
                    work, add_member(work, command).id, people.find_or_add(work, f"88{number:03}{place:03}", now=now).id
                )
        ward = service.office.ward.name
        seen = [
            SeenGroup(
                zalo_group_id=f"group{number}",
                name=service.office.texts.fill(
                    "group_name",
                    "team",
                    place=service.office.texts.fill("group_name", "numbered", number=number),
                    ward=ward,
                ),
                is_active=True,
            )
            for number in range(1, TEAMS + 1)
        ]
        take_over_list(work, service.office, seen, now=now)


def _measure(service: Service, rate: int, seconds: int) -> int:
    said, stop = Said(), threading.Event()
    spent: list[float] = []
    worker = threading.Thread(target=_work, args=(service, stop, spent))
    began = monotonic()
    worker.start()
    greatest = 0
    for tick in range(int(seconds / TICK_SECONDS)):
        _say(service, said, int(rate * TICK_SECONDS))
        greatest = max(greatest, _waiting(service))
        sleep(max(0.0, began + (tick + 1) * TICK_SECONDS - monotonic()))
    until = monotonic() + DRAIN_SECONDS
    while _waiting(service) and monotonic() < until:
        sleep(TICK_SECONDS)
    lasted = monotonic() - began
    stop.set()
    worker.join()
    return _report(service, said, spent[0] / lasted, greatest, lasted)


def _work(service: Service, stop: threading.Event, spent: list[float]) -> None:
    began = thread_time()
    while not stop.is_set():
        if not service.inbox.step():
            stop.wait(0.02)
    spent.append(thread_time() - began)


def _say(service: Service, said: Said, count: int) -> None:
    events = []
    for _ in range(count):
        body = said.next_body()
        payload = parse_body(body)
        assert payload is not None
        events.append(new_event(body, payload, received_at=service.clock(), account_id=ACCOUNT))
    with service.database.begin(urgent=True) as work:
        keep(work, events)


def _waiting(service: Service) -> int:
    inbox = columns_of(InboxEvent)
    with service.database.read() as work:
        query = select(func.count()).where(inbox.status.in_([InboxStatus.WAITING, InboxStatus.CLAIMED]))
        return work.session.scalar(query) or 0


def _report(service: Service, said: Said, cores: float, greatest: int, lasted: float) -> int:
    messages, inbox = columns_of(ChatMessage), columns_of(InboxEvent)
    with service.database.read() as work:
        taken = set(work.session.scalars(select(messages.zalo_message_id)))
        states = Counter(work.session.scalars(select(inbox.status)))
        kept_words = work.session.scalar(
            select(func.count()).where(inbox.status == InboxStatus.IGNORED, inbox.body.is_not(None))
        )
    missed, wrongly = said.reports - taken, taken - said.reports
    print(
        f"\n| messages | messages/s | worker, cores | greatest backlog | taken rightly | missed | taken wrongly |"
        f"\n| --- | --- | --- | --- | --- | --- | --- |"
        f"\n| {said.number} | {said.number / lasted:.1f} | {cores:.2f} | {greatest} | {len(said.reports & taken)} "
        f"| {len(missed)} | {len(wrongly)} |"
        f"\n\nStates: {dict(states)}; ignored with words still kept: {kept_words}."
    )
    is_well = cores < MOST_OF_A_CORE and not missed and not wrongly and not kept_words
    return 0 if is_well and states[InboxStatus.FAILED] == 0 else 1


if __name__ == "__main__":
    main()
