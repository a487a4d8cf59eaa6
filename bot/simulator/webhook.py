"""What is waiting for the webhook and who posts it: lanes per chat, a heap of what is due later, a few workers."""

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Condition, RLock, Thread

import requests

from bot.simulator.clock import ControllableClock
from bot.simulator.deliveries import (
    ANSWER_WITHIN_SECONDS,
    FINISHED,
    Delivery,
    DeliveryStatus,
    Signer,
    WebhookModes,
)

_WORKERS = 4
_LONGEST_NAP_SECONDS = 1.0
_FINISHED_KEPT = 5000


class WebhookDeliverer:
    """Posts events in the background; first attempts keep their order in a lane, retries come when they are due."""

    def __init__(
        self, *, clock: ControllableClock, signer: Signer, lock: RLock, on_delivered: Callable[[str], None]
    ) -> None:
        self.url: str | None = None
        self.modes = WebhookModes()
        self.disabled_at: datetime | None = None
        self._signer = signer
        self._clock = clock
        self._on_delivered = on_delivered
        self._changed = Condition(lock)
        self._deliveries: dict[int, Delivery] = {}
        self._finished: deque[int] = deque()
        self._open = 0
        self._number = 0
        self._lanes: dict[str, deque[int]] = {}
        self._ready: deque[str] = deque()
        self._later: list[tuple[datetime, int]] = []
        self._held: dict[str, int] = {}
        self._stopping = False
        self._threads: list[Thread] = []
        clock.subscribe(self._wake)

    def start(self) -> None:
        """Start the workers."""
        self._threads = [Thread(target=self._work, name=f"simulated-webhook-{each}") for each in range(_WORKERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let the posts in flight end and stop the workers."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def push(self, lane: str, event_name: str, body: bytes, timestamp: str, message_id: str = "") -> None:
        """Queue one event; `lane` is the person or group whose order is to be kept."""
        with self._changed:
            for _ in range(self.modes.copies):
                self._enter(self._new(lane, event_name, body, timestamp, message_id), lane)
            self._changed.notify_all()

    def release(self) -> None:
        """Let events go that were held to be swapped with a next one that never came."""
        with self._changed:
            for lane, number in tuple(self._held.items()):
                del self._held[lane]
                self._schedule(number)
            self._changed.notify_all()

    def enable(self) -> None:
        """Subscribe again after the last retry failed; events of the time between are not made up for."""
        with self._changed:
            self.disabled_at = None

    def deliveries(self) -> tuple[Delivery, ...]:
        """Every open delivery and the newest finished ones, in the order of their events."""
        with self._changed:
            return tuple(self._deliveries[number] for number in sorted(self._deliveries))

    def wait_until_delivered(self, timeout: float) -> bool:
        """Wait up to `timeout` real seconds until nothing is waiting, in flight or to be retried."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout)

    def wait_until_attempted(self, timeout: float) -> bool:
        """Wait up to `timeout` real seconds until nothing is in flight or due now; retries may still lie ahead."""
        with self._changed:
            return self._changed.wait_for(self._is_quiet, timeout)

    def _is_quiet(self) -> bool:
        idle = {DeliveryStatus.HELD, DeliveryStatus.RETRYING}
        due = bool(self._later) and self._later[0][0] <= self._clock()
        return not due and all(d.status in FINISHED | idle for d in self._deliveries.values())

    def _new(self, lane: str, event_name: str, body: bytes, timestamp: str, message_id: str) -> Delivery:
        self._number += 1
        return Delivery(
            number=self._number,
            lane=lane if self.modes.ordered else f"{lane}/{self._number}",
            event_name=event_name,
            body=body,
            timestamp=timestamp,
            due_at=self._clock() + self.modes.delay,
            message_id=message_id,
        )

    def _enter(self, delivery: Delivery, lane: str) -> None:
        self._deliveries[delivery.number] = delivery
        self._open += 1
        if self.url is None or self.disabled_at is not None:
            self._finish(delivery, DeliveryStatus.NOT_SUBSCRIBED)
        elif self.modes.swapped and lane not in self._held:
            self._held[lane] = delivery.number
            self._deliveries[delivery.number] = replace(delivery, status=DeliveryStatus.HELD)
        else:
            self._schedule(delivery.number)
            self._schedule_held(lane)

    def _schedule_held(self, lane: str) -> None:
        held = self._held.pop(lane, None)
        if held is not None:
            self._schedule(held)

    def _schedule(self, number: int) -> None:
        delivery = replace(self._deliveries[number], status=DeliveryStatus.WAITING)
        self._deliveries[number] = delivery
        if delivery.due_at > self._clock():
            heapq.heappush(self._later, (delivery.due_at, number))
        else:
            self._enter_lane(delivery)

    def _enter_lane(self, delivery: Delivery) -> None:
        lane = self._lanes.get(delivery.lane)
        if lane is None:
            self._lanes[delivery.lane] = lane = deque()
            self._ready.append(delivery.lane)
        lane.append(delivery.number)

    def _work(self) -> None:
        session = requests.Session()
        session.trust_env = False
        with session:
            while (delivery := self._claim()) is not None:
                self._settle(delivery, self._post(session, delivery))

    def _claim(self) -> Delivery | None:
        with self._changed:
            while not self._stopping:
                number = self._next_number()
                if number is not None:
                    claimed = replace(self._deliveries[number], status=DeliveryStatus.IN_FLIGHT)
                    self._deliveries[number] = claimed
                    return claimed
                self._changed.wait(self._nap())
            return None

    def _next_number(self) -> int | None:
        while self._later and self._later[0][0] <= self._clock():
            _, number = heapq.heappop(self._later)
            if self._deliveries[number].attempts:
                return number
            self._enter_lane(self._deliveries[number])
        return self._lanes[self._ready.popleft()][0] if self._ready else None

    def _nap(self) -> float | None:
        if not self._later:
            return None
        until_due = (self._later[0][0] - self._clock()).total_seconds()
        return min(_LONGEST_NAP_SECONDS, max(0.001, until_due))

    def _post(self, session: requests.Session, delivery: Delivery) -> str:
        headers = self._signer.headers(delivery, self.modes.signature)
        try:
            answer = session.post(
                self.url or "",
                data=delivery.body,
                headers=headers,
                timeout=ANSWER_WITHIN_SECONDS,
                allow_redirects=False,
            )
        except requests.Timeout:
            return "timeout"
        except requests.RequestException:
            return "unreachable"
        return str(answer.status_code)

    def _settle(self, delivery: Delivery, answer: str) -> None:
        done = replace(delivery, attempts=delivery.attempts + 1, answer=answer)
        with self._changed:
            if delivery.attempts == 0:
                self._free_lane(delivery.lane)
            if answer == "200" or (answer.isdigit() and not self.modes.retries_refusals):
                self._finish(done, DeliveryStatus.DELIVERED)
                self._on_delivered(done.message_id)
            elif (wait := self.modes.retry_after(done.attempts)) is not None:
                self._retry(done, self._clock() + wait)
            else:
                self.disabled_at = self._clock()
                self._finish(done, DeliveryStatus.GIVEN_UP)
            self._changed.notify_all()

    def _retry(self, delivery: Delivery, due_at: datetime) -> None:
        self._deliveries[delivery.number] = replace(delivery, status=DeliveryStatus.RETRYING, due_at=due_at)
        heapq.heappush(self._later, (due_at, delivery.number))

    def _free_lane(self, name: str) -> None:
        lane = self._lanes[name]
        lane.popleft()
        if lane:
            self._ready.append(name)
        else:
            del self._lanes[name]

    def _finish(self, delivery: Delivery, status: DeliveryStatus) -> None:
        self._deliveries[delivery.number] = replace(delivery, status=status)
        self._open -= 1
        self._finished.append(delivery.number)
        if len(self._finished) > _FINISHED_KEPT:
            del self._deliveries[self._finished.popleft()]

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
