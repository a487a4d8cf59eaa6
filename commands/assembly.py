"""How the parts are put together, once, for every command that runs them."""

import logging
from datetime import datetime

from flask import Flask

from bot.media_download import MediaDownloader
from bot.webhook import WebhookOptions, webhook
from commands.doors import webhook_first
from commands.foundations import TEMPLATES, load_office, open_database, rooted, system_clock
from commands.roles import ServiceRole
from commands.zalo import client_with, token_keeper, token_store
from dashboard.context import DashboardContext
from dashboard.process_counts import ProcessCounts
from dashboard.setup import register
from domain.clock import Clock
from handlers.activity_summaries import tell_month
from handlers.case_deadlines import pass_case_deadlines
from handlers.groups import ask_for_list
from handlers.held_messages import release_held
from handlers.location_expiry import erase_unallowed_pins
from handlers.proof_check import check_photo
from handlers.reminders import remind
from handlers.report_cutoff import send_drafts
from handlers.support_end import pass_support_deadlines
from language.loader import load_interpreter
from scheduler.backfill import Backfill, BackfillOptions
from scheduler.group_worker import GroupWorker
from scheduler.inbox_worker import InboxWorker
from scheduler.loops import Loop
from scheduler.media_worker import MediaWorker
from scheduler.outbox_worker import OutboxWorker
from scheduler.timetable import Job, Timetable
from scheduler.unknown_sends import UnknownSends
from settings import ROOT, Settings, kept_secret_key, load_settings
from storage import inbox, media_queue, outbox
from storage.database import Work
from storage.inbox_writer import InboxWriter, QuarantineLimits
from storage.locks import process_lock
from storage.media_files import MediaFiles
from storage.migrate import upgrade

__all__ = ["TEMPLATES", "Service", "create_app", "load_office", "open_database", "rooted", "system_clock"]

INBOX_THREADS = 2
MEDIA_THREADS = 3
PRESENCE_SECONDS = 5.0
LOOK_AGAIN_SECONDS = {ServiceRole.ALL: 0.5, ServiceRole.WORKER: 0.1}
log = logging.getLogger(__name__)


class Service:
    """What runs in one process for one ward: the web application, the workers and the timetable, or one of them."""

    def __init__(self, settings: Settings, clock: Clock = system_clock, *, role: ServiceRole = ServiceRole.ALL) -> None:
        """Builds all and starts nothing. Raises BadData or BadSettings."""
        self.settings = settings
        self.role = role
        self.clock = clock
        self.database = open_database(settings)
        upgrade(self.database)
        self.office = load_office(settings)
        self.media = MediaFiles(rooted(settings.media_dir))
        self.token_store = token_store(settings, self.database, clock)
        self._build_workers()
        self._loops = self._build_loops() if role.has_workers else []
        self.counts = ProcessCounts(clock)
        self.timetable = Timetable(self._jobs(), on_done=self.counts.note_job)
        self.app = self._build_app()

    def _build_loops(self) -> list[Loop]:
        """In a process of its own a worker is told of nothing that arrives, so it looks more often."""
        idle = LOOK_AGAIN_SECONDS[self.role]
        return [
            *(Loop(f"inbox-{n}", self.inbox.step, idle_seconds=idle) for n in range(INBOX_THREADS)),
            *(Loop(f"media-{n}", self.fetcher.step, idle_seconds=2 * idle) for n in range(MEDIA_THREADS)),
            Loop("outbox", self.outbox.step, idle_seconds=idle),
            Loop("presence", self._stay_present, idle_seconds=PRESENCE_SECONDS),
            Loop("unknown-sends", self.unknown_sends.step, idle_seconds=10 * idle),
            Loop("backfill", self.backfill.step, idle_seconds=10 * idle),
            Loop("groups", self.groups.step, idle_seconds=4 * idle),
        ]

    def _build_workers(self) -> None:
        settings = self.settings
        interpreter = load_interpreter(TEMPLATES / "keywords.toml", self.office.ward.gazetteer)
        self.tokens = token_keeper(settings, self.token_store, self.clock)
        client = client_with(settings, self.tokens)
        limits = QuarantineLimits(max_events=settings.quarantine_max_events, max_bytes=settings.quarantine_max_bytes)
        self.writer = InboxWriter(self.database, limits, on_stored=self._wake_worker)
        self.inbox = InboxWorker(
            self.database,
            self.office,
            interpreter,
            self.clock,
            account_id=settings.zalo_oa_id,
            on_done=self._wake_exits,
        )
        self._working = process_lock(self.database, "working")
        self._sending = process_lock(self.database, "sending")
        self.outbox = OutboxWorker(
            self.database,
            client,
            self.clock,
            requests_per_minute=settings.zalo_requests_per_minute,
            lock=self._sending,
        )
        self.unknown_sends = UnknownSends(self.database, client, self.clock, spend=self.outbox.spend)
        self.backfill = Backfill(
            self.database,
            client,
            self.clock,
            BackfillOptions(app_id=settings.zalo_app_id, account_id=settings.zalo_oa_id),
            spend=self.outbox.spend,
            on_stored=self._wake_worker,
        )
        spend = self.outbox.spend
        self.groups = GroupWorker(self.database, self.office, client, self.clock, spend=spend, on_done=self._wake_exits)
        downloader = MediaDownloader(extra_hosts=settings.zalo_media_hosts)
        self.fetcher = MediaWorker(self.database, downloader, self.media, self.clock, on_kept=self._check_photo)

    def _jobs(self) -> list[Job]:
        return [
            Job(name="pass deadlines", every_seconds=0.5, action=self.inbox.pass_deadlines),
            Job(name="hand back stalled work", every_seconds=15, action=self._hand_back_stalled),
            Job(name="keep the token fresh", every_seconds=600, action=self._keep_token_fresh),
            Job(name="remind of duties", every_seconds=60, action=self.remind),
            Job(name="requests for help", every_seconds=300, action=self.follow_up_requests),
            Job(name="ends of cases", every_seconds=300, action=self.follow_up_cases),
            Job(name="erase unallowed pins", every_seconds=600, action=self._erase_pins),
            Job(name="tell of the month", every_seconds=300, action=self.tell_month),
            Job(name="drafts of reports", every_seconds=300, action=self.send_drafts),
            Job(name="look at the groups", every_seconds=6 * 3600, action=self.look_at_groups),
        ]

    def _build_app(self) -> Flask:
        app = Flask("hoa_xuan", static_folder=None)
        settings = self.settings
        app.config.update(
            SECRET_KEY=settings.secret_key or kept_secret_key(ROOT / "var"),
            SESSION_COOKIE_SECURE=settings.cookies_need_https,
        )
        options = WebhookOptions(
            app_id=settings.zalo_app_id,
            account_id=settings.zalo_oa_id,
            secrets=settings.zalo_webhook_secrets,
            max_bytes=settings.webhook_max_bytes,
        )
        doors = webhook_first(webhook(options, self.writer, self.clock), app.wsgi_app)
        app.wsgi_app = self.counts.timed(doors)  # type: ignore[method-assign,assignment]  # Flask's own way to wrap it
        register(
            app,
            DashboardContext(
                database=self.database,
                office=self.office,
                media=self.media,
                clock=self.clock,
                api_token=settings.api_token,
                account_id=settings.zalo_oa_id,
                probes={"workers": self._workers_problem, "zalo": self.token_store.trouble},
                process=self.counts.registry,
                knows_callers=bool(settings.trusted_proxy) or not settings.cookies_need_https,
            ),
        )
        return app

    def _wake_worker(self) -> None:
        """Something arrived: one worker is told, the others find their share of a long queue by themselves."""
        for loop in self._loops[:1]:
            loop.wake()

    def _wake_exits(self) -> None:
        """Something may have to be fetched or sent."""
        for loop in self._loops[INBOX_THREADS : INBOX_THREADS + MEDIA_THREADS + 1]:
            loop.wake()

    def start(self) -> None:
        """Take up what an earlier run left in hand, then begin."""
        if self.role.has_workers:
            self._take_up()
        self.counts.begin()
        if self.role.has_web:
            self.writer.start()
        for loop in self._loops:
            loop.start()
        if self.role.has_timetable:
            self.timetable.start()

    def stop(self) -> None:
        """Finish what is in hand and end: first no new events, then no new effects, then no new words."""
        if self.role.has_web:
            self.writer.stop()
        self.timetable.stop()
        for loop in self._loops:
            loop.begin_stop()
        for loop in self._loops:
            loop.stop()
        self._sending.release()
        self._working.release()
        self.counts.end()
        self.database.close()

    def _take_up(self) -> None:
        """Only a worker that is alone may take up at once what others had in hand; else their leases run out first."""
        if self._working.try_alone():
            self._take_up_everything()
        self._working.share()

    def _stay_present(self) -> bool:
        """A database that was restarted has forgotten that we work: say so again, else another may take up our work."""
        self._working.share()
        return False

    def _take_up_everything(self) -> None:
        with self.database.begin() as work:
            handed_back = inbox.release_all(work)
            unknown = outbox.set_aside_unfinished(work, now=None)
            media_queue.release_all(work, now=self.clock())
        if handed_back or unknown:
            log.warning("service.took_up events=%d unknown_sends=%d", handed_back, unknown)

    def _hand_back_stalled(self) -> None:
        with self.database.begin() as work:
            inbox.release_stalled(work, now=self.clock())
            outbox.set_aside_unfinished(work, now=self.clock())

    def _keep_token_fresh(self) -> None:
        if self.token_store.trouble() is None:
            self.tokens.access_token()

    def remind(self) -> None:
        """Put on record what is owed, queue the reminders that are due, and let go what waited for a word."""
        with self.database.begin() as work:
            queued = remind(work, self.office, now=self.clock()) + release_held(work, self.office, now=self.clock())
        if queued:
            log.info("reminders.queued count=%d", queued)
            self._wake_exits()

    def follow_up_requests(self) -> None:
        """Ask the next one for requests that nobody took, and close those that stayed without a word."""
        with self.database.begin() as work:
            moved = pass_support_deadlines(work, self.office, now=self.clock())
        if moved:
            self._wake_exits()

    def follow_up_cases(self) -> None:
        """Close answered cases that stayed without a word, and ask for what an agency owes."""
        with self.database.begin() as work:
            touched = pass_case_deadlines(work, self.office, now=self.clock())
        if touched:
            log.info("cases.followed_up count=%d", touched)

    def _check_photo(self, work: Work, attachment_id: int, now: datetime) -> None:
        if check_photo(work, self.office, attachment_id, now=now):
            self._wake_exits()

    def tell_month(self) -> None:
        """On the first working day of a month tell the teams what the past one added up to."""
        with self.database.begin() as work:
            queued = tell_month(work, self.office, now=self.clock())
        if queued:
            log.info("summaries.queued count=%d", queued)
            self._wake_exits()

    def send_drafts(self) -> None:
        """From the cut-off on give each leader the draft of his team's report."""
        with self.database.begin() as work:
            queued = send_drafts(work, self.office, now=self.clock())
        if queued:
            log.info("report_drafts.queued count=%d", queued)
            self._wake_exits()

    def look_at_groups(self) -> None:
        """Have the groups and what pays for them read from Zalo."""
        with self.database.begin() as work:
            ask_for_list(work, now=self.clock())

    def _erase_pins(self) -> None:
        with self.database.begin() as work:
            erase_unallowed_pins(work, now=self.clock())

    def _workers_problem(self) -> str | None:
        dead = [loop.name for loop in self._loops if not loop.is_alive]
        if self.role.has_timetable and not self.timetable.is_running:
            dead.append("timetable")
        return f"not running: {', '.join(dead)}" if dead else None


def create_app() -> Flask:
    """The web application of a service that has been started, for a WSGI server of one process."""
    service = Service(load_settings())
    service.start()
    return service.app
