"""A crowd of residents whose events are written beforehand by the simulated Zalo's phones and posted by threads."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Self

from bot.simulator.chats import SimulatedPerson
from bot.simulator.options import AlbumMode, CaptionOn
from bot.simulator.sample_photos import sample_photo
from bot.simulator.server import Simulator
from tests.processes.serving import Served, pause

MAX_ATTEMPTS = 2000
PHOTOS = 3
RUBBISH = "rác đổ tràn ra đường Mẹ Thứ"
LAMP = "đèn đường trước số 12 Lỗ Giáng 8 không sáng"
HOLE = "ổ gà to ở đường Văn Tiến Dũng, xe máy té hoài"


@dataclass(frozen=True, kw_only=True)
class Story:
    """What one resident does, how many cases must come of it, with how many photos.

    A story that may be given up is one event: when nobody acknowledges it, it is not posted again. One that is whole
    in any order comes to the same however its events overtake each other.
    """

    tell: Callable[[Simulator, SimulatedPerson], object]
    cases: int = 1
    photos: int = 0
    may_be_given_up: bool = False
    whole_in_any_order: bool = False


def _album(mode: AlbumMode, caption_on: CaptionOn) -> Story:
    pictures = [sample_photo(seed=number) for number in range(PHOTOS)]

    def tell(simulator: Simulator, person: SimulatedPerson) -> None:
        simulator.send_photos(person, pictures, caption=RUBBISH, album=mode, caption_on=caption_on)

    return Story(tell=tell, photos=PHOTOS, whole_in_any_order=True)


def _says(*words: str, cases: int = 1, may_be_given_up: bool = False, whole_in_any_order: bool = False) -> Story:
    def tell(simulator: Simulator, person: SimulatedPerson) -> None:
        for line in words:
            simulator.say(person, line)

    return Story(tell=tell, cases=cases, may_be_given_up=may_be_given_up, whole_in_any_order=whole_in_any_order)


def _pin_then_words(simulator: Simulator, person: SimulatedPerson) -> None:
    simulator.send_pin(person, 16.003, 108.223)
    simulator.say(person, "rác chất đống mấy bữa ni chưa ai dọn")


def _follow_then_words(simulator: Simulator, person: SimulatedPerson) -> None:
    simulator.phones.follow(person)
    simulator.say(person, RUBBISH)


STORIES = (
    _says(RUBBISH, may_be_given_up=True),
    _says(RUBBISH, LAMP, cases=2, whole_in_any_order=True),
    _says(HOLE, "phản ánh của tôi"),
    _says("phản ánh của tôi", cases=0),
    _says(LAMP, RUBBISH, HOLE, cases=3, whole_in_any_order=True),
    _album(AlbumMode.ONE_EVENT, CaptionOn.FIRST),
    _album(AlbumMode.SEPARATE_EVENTS, CaptionOn.FIRST),
    _album(AlbumMode.SEPARATE_EVENTS, CaptionOn.LAST),
    _album(AlbumMode.SEPARATE_EVENTS, CaptionOn.OWN_MESSAGE),
    Story(tell=_pin_then_words),
    Story(tell=_follow_then_words),
)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One event as Zalo posts it."""

    body: bytes
    timestamp: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One resident, his story and its events in order."""

    person: SimulatedPerson
    story: Story
    events: tuple[Posted, ...]


def write_parts(simulator: Simulator, count: int) -> list[Part]:
    """Let `count` residents act while no webhook is registered: what would have been posted is theirs to post."""
    parts = []
    for number in range(count):
        story = STORIES[number % len(STORIES)]
        person = simulator.add_person(f"Resident {number}")
        known = {delivery.number for delivery in simulator.deliveries()}
        story.tell(simulator, person)
        events = tuple(
            Posted(body=delivery.body, timestamp=delivery.timestamp)
            for delivery in simulator.deliveries()
            if delivery.number not in known
        )
        parts.append(Part(person=person, story=story, events=events))
    return parts


@dataclass(kw_only=True)
class Crowd:
    """Threads that post all parts, each resident's events in order, again after a failure; some tell theirs twice.

    With `reorders` some of the events of one resident overtake others, as Zalo's may; each thread pauses between posts.
    """

    served: Served
    parts: Sequence[Part]
    threads: int
    seed: int
    reorders: bool = False
    pause_seconds: float = 0.0
    acknowledged: set[bytes] = field(default_factory=set)
    answers: int = 0
    refusals: list[int] = field(default_factory=list)
    _changed: Condition = field(default_factory=Condition)
    _stopping: Event = field(default_factory=Event)
    _running: list[Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to post."""
        for number in range(self.threads):
            dice = random.Random(self.seed * 1000 + number)
            twice = [part for part in self.parts[(number + 1) % self.threads :: self.threads] if dice.random() < 0.3]
            mine = sorted([*self.parts[number :: self.threads], *twice], key=lambda _: dice.random())
            thread = Thread(target=self._post_all, args=(mine, dice), name=f"crowd-{number}")
            self._running.append(thread)
            thread.start()

    def wait_for_answers(self, count: int, timeout: float) -> bool:
        """Wait until this many posts in all were acknowledged, or everything has been."""
        with self._changed:
            return self._changed.wait_for(lambda: self.answers >= count or not self.is_busy, timeout)

    def wait_for_refusals(self, count: int, timeout: float) -> bool:
        """Wait until this many posts in all were refused."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.refusals) >= count, timeout)

    @property
    def is_busy(self) -> bool:
        """Whether anybody still posts."""
        return any(thread.is_alive() for thread in self._running)

    def join(self, timeout: float) -> None:
        """Wait until everything is posted."""
        for thread in self._running:
            thread.join(timeout)
        assert not self.is_busy

    def stop(self) -> None:
        """Post no more."""
        self._stopping.set()
        for thread in self._running:
            thread.join()

    def _post_all(self, parts: Sequence[Part], dice: random.Random) -> None:
        connection = HTTPConnection("127.0.0.1", self.served.port, timeout=25)
        for part in parts:
            for event in self._in_some_order(part, dice):
                self._stopping.wait(self.pause_seconds)
                self._post(event, connection, may_be_given_up=part.story.may_be_given_up and dice.random() < 0.5)
        connection.close()
        with self._changed:
            self._changed.notify_all()

    def _in_some_order(self, part: Part, dice: random.Random) -> Sequence[Posted]:
        if self.reorders and part.story.whole_in_any_order and dice.random() < 0.5:
            return dice.sample(part.events, len(part.events))
        return part.events

    def _post(self, event: Posted, connection: HTTPConnection, *, may_be_given_up: bool) -> None:
        for attempt in range(MAX_ATTEMPTS):
            if self._stopping.is_set():
                return
            headers = {"num_retry": str(attempt)} if attempt else {}
            try:
                status = self.served.post(event.body, event.timestamp, connection, **headers)
            except (OSError, HTTPException):
                connection.close()
                if may_be_given_up:
                    return
                pause()
                continue
            self._note(event, status)
            if status == 200:
                return
            pause()
        raise AssertionError("nobody ever acknowledged an event")

    def _note(self, event: Posted, status: int) -> None:
        with self._changed:
            if status == 200:
                self.acknowledged.add(event.body)
                self.answers += 1
            else:
                self.refusals.append(status)
            self._changed.notify_all()
