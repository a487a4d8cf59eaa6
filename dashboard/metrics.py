"""What Prometheus reads: what stands open in the database, and what this process has counted."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from ipaddress import ip_address

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError

from dashboard.bearer import bears_token
from dashboard.context import DashboardContext, context
from dashboard.frame import problems
from storage import measures, migrate
from storage.measures import Measures

PREFIX = "hoa_xuan_"
pages = Blueprint("metrics", __name__)

COUNTS: tuple[tuple[str, str, Callable[[Measures], Mapping[str, int]]], ...] = (
    ("inbox_events", "Events that are not handled, by status", lambda found: found.inbox),
    ("outbox_messages", "Messages that did not leave, by status", lambda found: found.outbox),
    ("attachments", "Photos and files not fetched, by status", lambda found: found.attachments),
    ("open_cases", "Cases still to be worked on, by status", lambda found: found.open_cases),
)
VALUES: tuple[tuple[str, str, Callable[[Measures], int]], ...] = (
    ("quarantine_events", "Events held because no known secret signed them", lambda found: found.quarantined),
    ("quarantine_bytes", "Bytes of those events", lambda found: found.quarantined_bytes),
    ("open_staff_tasks", "Tasks that wait for a human", lambda found: found.open_tasks),
)
AGES: tuple[tuple[str, str, Callable[[Measures], datetime | None]], ...] = (
    (
        "inbox_oldest_waiting_seconds",
        "Age of the oldest waiting event: the lag",
        lambda found: found.oldest_waiting_event_at,
    ),
    (
        "inbox_oldest_unhandled_seconds",
        "Age of the oldest event waiting or in hand",
        lambda found: found.oldest_unhandled_event_at,
    ),
    (
        "outbox_oldest_waiting_seconds",
        "Age of the oldest waiting message",
        lambda found: found.oldest_waiting_message_at,
    ),
)


@pages.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Everything at once, for callers nearby and for those who bear the API token."""
    if not (_is_near() or bears_token()):
        return Response("Bearer token needed.\n", 401, mimetype="text/plain")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_DatabaseCollector(context()))
    text = generate_latest(registry) + generate_latest(context().process)
    return Response(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _is_near() -> bool:
    """Whether the caller's own address is of this machine or its network."""
    if not context().knows_callers:
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return address.is_loopback or address.is_private


class _DatabaseCollector(Collector):
    """Reads the database when it is asked, so that every process answers the same."""

    def __init__(self, around: DashboardContext) -> None:
        self._around = around

    def collect(self) -> Iterator[Metric]:
        """Every measure; a database that does not answer is told as such, and the rest is left out."""
        try:
            with self._around.database.read() as work:
                found = measures.take(work)
            yield _value("database_up", "Whether the database answers", 1)
            yield _schema(migrate.current_revision(self._around.database))
        except SQLAlchemyError:
            yield _value("database_up", "Whether the database answers", 0)
            return
        yield from _gauges(found, self._around.now)
        yield _parts()


def _gauges(found: Measures, now: datetime) -> Iterator[Metric]:
    for name, words, counts in COUNTS:
        yield _family(name, words, "status", counts(found))
    for name, words, value in VALUES:
        yield _value(name, words, value(found))
    for name, words, since in AGES:
        yield _value(name, words, _age(since(found), now))
    yield _codes(found)
    if found.token_saved_at and found.token_expires_at:
        yield _value("token_age_seconds", "Age of the pair of tokens", _age(found.token_saved_at, now))
        left = (found.token_expires_at - now).total_seconds()
        yield _value("token_expires_in_seconds", "Seconds until the access token expires; refreshed before", left)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _value(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, words, value=value)


def _family(name: str, words: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(PREFIX + name, words, labels=[label])
    for key, count in counts.items():
        family.add_metric([str(key)], count)
    return family


def _codes(found: Measures) -> Metric:
    words = "Messages Zalo refused or did not answer for, by status and Zalo's code (the commonest)"
    family = GaugeMetricFamily(PREFIX + "outbox_messages_by_code", words, labels=["status", "code"])
    for (status, code), count in found.messages_by_code.items():
        family.add_metric([str(status), code], count)
    return family


def _schema(revision: str | None) -> Metric:
    labels = {"revision": revision or "none", "needed": migrate.newest_revision()}
    family = GaugeMetricFamily(
        PREFIX + "schema", "The schema there is and the one this code needs", labels=list(labels)
    )
    family.add_metric(list(labels.values()), 1)
    return family


def _parts() -> Metric:
    """1 for a part that works; the part `zalo` is 0 while an administrator has to grant permission."""
    unwell = problems()
    return _family(
        "part_up", "Whether a part works", "part", {name: int(name not in unwell) for name in context().probes}
    )
