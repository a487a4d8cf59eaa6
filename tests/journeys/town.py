"""A whole town for the journeys: the real service and the simulated Zalo, over HTTP, on one clock that stands still.

The workers take their steps when the town settles, so that a journey is the same every time and nobody sleeps.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import select

from bot.simulator.clock import ControllableClock
from bot.simulator.heard import HeardMessage
from bot.simulator.listener import Listener
from bot.simulator.options import AlbumMode, CaptionOn, SimulatorOptions
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from commands.assembly import Service
from domain.incidents import IncidentStatus
from domain.staff import Role
from handlers.accounts import AddOfficer, add_officer
from handlers.staff_incidents import MoveIncident, move_incident
from settings import Settings, load_settings
from storage import staff
from storage.database import Work
from storage.tables import Incident, Officer, StaffTask, StoredAttachment
from tests.databases import ready_file

MONDAY_MORNING = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
GATHER_SECONDS = 5
API_TOKEN = "token-of-the-journeys"
MAX_ROUNDS = 200


def settings_for(simulator: Simulator, folder: Path, **changes: str) -> Settings:
    environment = simulator.environment() | {
        "DATABASE_URL": ready_file(folder / "town.sqlite3"),
        "MEDIA_DIR": str(folder / "media"),
        "SECRET_KEY": "k" * 40,
        "API_TOKEN": API_TOKEN,
        "GATHER_SECONDS": str(GATHER_SECONDS),
        "ZALO_WEBHOOK_SECRETS": f"an-older-secret,{simulator.options.webhook_secret}",
    }
    return load_settings(environment | changes, env_file=folder / "none")


class Resident:
    """One resident with his phone."""

    def __init__(self, town: "Town", name: str) -> None:
        self._town = town
        self.person = town.simulator.add_person(name)

    def says(self, text: str) -> None:
        """Write, and wait until the town is quiet again."""
        self._town.simulator.say(self.person, text)
        self._town.settle()

    def sends_photos(
        self,
        count: int = 1,
        caption: str = "",
        album: AlbumMode = AlbumMode.SEPARATE_EVENTS,
        caption_on: CaptionOn = CaptionOn.FIRST,
    ) -> None:
        """Send photos at once, and wait until the town is quiet again."""
        photos = [sample_photo(seed=number) for number in range(count)]
        self._town.simulator.send_photos(self.person, photos, caption=caption, album=album, caption_on=caption_on)
        self._town.settle()

    def drops_pin(self, latitude: float = 16.003, longitude: float = 108.223) -> None:
        """Send a place on the map."""
        self._town.simulator.send_pin(self.person, latitude, longitude)
        self._town.settle()

    def taps(self, button: str) -> None:
        """Tap the newest button with this title."""
        assert self._town.simulator.tap(self.person, button), f"no button {button!r}"
        self._town.settle()

    @property
    def heard(self) -> list[HeardMessage]:
        """Everything he was told."""
        return self._town.simulator.heard(self.person)

    @property
    def last(self) -> str:
        """The last thing he was told."""
        return self.heard[-1].text

    def heard_with(self, words: str) -> list[str]:
        """What he was told that holds these words."""
        return [message.text for message in self.heard if words in message.text]


class Town:
    """The service, the simulated Zalo and the residents."""

    def __init__(self, folder: Path, **changes: str) -> None:
        self.clock = ControllableClock(frozen_at=MONDAY_MORNING)
        self.simulator = Simulator(SimulatorOptions(clock=self.clock, requests_per_minute=None, free_replies=None))
        self.simulator.start()
        self._settings = settings_for(self.simulator, folder, **changes)
        self._open()

    def _open(self) -> None:
        self.service = Service(self._settings, clock=self.clock)
        self.service.writer.start()
        self._listener = Listener(self.service.app, host="127.0.0.1", port=0, threads=8)
        self._listener.start()
        self.simulator.webhook_url = f"http://127.0.0.1:{self._listener.port}/webhook/zalo"

    def restart(self) -> None:
        """End the service and begin it anew on the same database, as after an upgrade."""
        self._shut()
        self._open()

    def grant_anew(self) -> None:
        """An administrator grants the permission again, sets the new pair and starts the service anew."""
        access_token, refresh_token = self.simulator.issue_tokens()
        self._settings = self._settings.model_copy(
            update={"zalo_access_token": access_token, "zalo_refresh_token": refresh_token}
        )
        self.restart()

    def close(self) -> None:
        """End everything."""
        self.simulator.stop()
        self._shut()

    def _shut(self) -> None:
        self._listener.stop()
        self.service.stop()

    def resident(self, name: str = "Hoa") -> Resident:
        """Somebody new."""
        return Resident(self, name)

    def settle(self) -> None:
        """Let everything that was said have all its effects."""
        for _ in range(MAX_ROUNDS):
            assert self.simulator.wait_until_attempted(timeout=10)
            service = self.service
            steps = (
                service.inbox,
                service.fetcher,
                service.outbox,
                service.unknown_sends,
                service.backfill,
                service.groups,
            )
            busy = [worker.step() for worker in steps]
            if not any(busy) and self.simulator.wait_until_attempted(timeout=10) and not self.service.inbox.step():
                return
        raise AssertionError("the town never came to rest")

    def pass_time(self, **time: float) -> None:
        """Move the clock and let what became due happen."""
        self.clock.advance(timedelta(**time))
        self.service.inbox.pass_deadlines()
        self.service.remind()
        self.service.follow_up_requests()
        self.service.follow_up_cases()
        self.settle()

    def gathering_ends(self) -> None:
        """The moment of gathering is over."""
        self.pass_time(seconds=GATHER_SECONDS)

    def moves_case(self, to_status: IncidentStatus, words: str) -> None:
        """An officer moves the only case with a word to the resident."""
        self.moves_one(self.incident, to_status, words)

    def moves_one(self, incident: Incident, to_status: IncidentStatus, words: str) -> None:
        """An officer moves one case with a word to everybody who reported it."""
        with self.service.database.begin() as work:
            officer = staff.find_officer(work, "lan") or self._hire(work)
            command = MoveIncident(
                incident_id=incident.id,
                to_status=to_status,
                words=words,
                silent=False,
                revision=incident.revision,
                officer_id=officer.id,
                role=officer.role,
            )
            move_incident(work, self.service.office, command, now=self.clock())
        self.settle()

    def _hire(self, work: Work) -> Officer:
        command = AddOfficer(username="lan", full_name="Lan", role=Role.OFFICER, password="long enough for a test")
        return add_officer(work, command, now=self.clock())

    @property
    def incidents(self) -> Sequence[Incident]:
        """Every case, oldest first."""
        with self.service.database.read() as work:
            return work.session.exec(select(Incident).order_by("id")).all()

    @property
    def incident(self) -> Incident:
        """The only case there is."""
        (incident,) = self.incidents
        return incident

    @property
    def attachments(self) -> Sequence[StoredAttachment]:
        """Every photo and file."""
        with self.service.database.read() as work:
            return work.session.exec(select(StoredAttachment).order_by("id")).all()

    @property
    def tasks(self) -> Sequence[StaffTask]:
        """Everything that waits for a human."""
        with self.service.database.read() as work:
            return work.session.exec(select(StaffTask).order_by("id")).all()
