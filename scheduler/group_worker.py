"""How orders about groups reach Zalo: one task at a time, each carried out once, whatever breaks in between."""

import logging
import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.client import ZaloClient
from bot.errors import FailureClass, ZaloFailure
from domain.clock import Clock
from domain.group_tasks import MAX_TRIES, ORDERED, GroupTaskKind, GroupTaskStatus
from domain.teams import GroupStatus
from handlers import group_results
from handlers.groups import SeenGroup, end, take_over_list
from handlers.office import Office
from scheduler.group_calls import CANNOT_BE_INVITED, GroupCalls, NoAllowance, NoFreeAsset
from storage import group_tasks, groups, people, teams
from storage.database import Database, Work
from storage.tables import GroupTask

NOT_OURS = "-403"
ASSET_TAKEN = frozenset({"-238", "-241"})
UNKNOWN_ENDS_AFTER = timedelta(seconds=30)
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 300, 900, 1800))
ADMIN_PAUSE = timedelta(minutes=5)
ALLOWANCE_PAUSE = timedelta(seconds=15)
UNSETTLED = timedelta(hours=6)
Effect = Callable[[Work, GroupTask], None]
log = logging.getLogger(__name__)


class GroupWorker:
    """Carries out tasks within the sender's limit; only the one sender does, so no two make the same group.

    A task that was cut off is taken again: before a group is made it is looked for by its name, and everything else
    does no harm twice.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        client: ZaloClient,
        clock: Clock,
        *,
        spend: Callable[[datetime], bool],
        on_done: Callable[[], None],
    ) -> None:
        """`spend` takes one request out of the limit, or answers False: then the task waits."""
        self._database = database
        self._office = office
        self._client = client
        self._clock = clock
        self._spend = spend
        self._on_done = on_done
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
        self._kinds: dict[GroupTaskKind, Callable[[GroupTask, GroupCalls], Effect]] = {
            GroupTaskKind.CREATE: self._create,
            GroupTaskKind.INVITE: self._invite,
            GroupTaskKind.RENAME: self._rename,
            GroupTaskKind.DISSOLVE: self._dissolve,
            GroupTaskKind.READ: self._read,
            GroupTaskKind.READ_ALL: self._read_all,
        }

    def step(self) -> bool:
        """Carry out one task; answers whether there was one."""
        now = self._clock()
        with self._database.read() as work:
            if not group_tasks.has_claimable(work, now=now):
                return False
        if not self._spend(now):
            return False
        with self._database.begin() as work:
            task = group_tasks.claim_next(work, claimed_by=self._name, now=now)
        if task is None:
            return False
        self._finish(task, self._carry_out(task))
        self._on_done()
        return True

    def _carry_out(self, task: GroupTask) -> Effect:
        """Ask Zalo outside any transaction; answers what is to be written."""
        calls = GroupCalls(self._client, lambda: self._spend(self._clock()), self._clock)
        try:
            return self._kinds[task.kind](task, calls)
        except NoFreeAsset:
            return self._refuse("no_free_asset")
        except NoAllowance:
            return self._wait(ALLOWANCE_PAUSE, is_try=False)
        except ZaloFailure as failure:
            return self._after(task, failure)

    def _finish(self, task: GroupTask, effect: Effect) -> None:
        with self._database.begin() as work:
            current = group_tasks.get(work, task.id, to_change=True)
            if current is None or current.claimed_by != self._name:
                return
            effect(work, current)
            outcome, problem = current.status, current.problem
        log.info("group_task.done id=%d kind=%s status=%s problem=%s", task.id, task.kind, outcome, problem)

    def _create(self, task: GroupTask, calls: GroupCalls) -> Effect:
        name = task.name or ""
        found = calls.group_named(name)
        if found is None:
            with self._database.read() as work:
                managers = [person.zalo_user_id for person in groups.managers(work)]
            found = calls.create(name, task.asset_type or "", managers)
        return partial(self._note_made, seen=found)

    def _note_made(self, work: Work, task: GroupTask, *, seen: SeenGroup) -> None:
        group_results.made(work, self._office, task, seen, now=self._clock())

    def _invite(self, task: GroupTask, calls: GroupCalls) -> Effect:
        with self._database.read() as work:
            accounts = {one.id: one.zalo_user_id for one in people.by_id(work, task.person_ids).values()}
            group_id = self._group_id(work, task)
        invited = calls.invite(group_id, accounts)
        return lambda work, current: group_results.invited(work, current, invited, now=self._clock())

    def _rename(self, task: GroupTask, calls: GroupCalls) -> Effect:
        with self._database.read() as work:
            group_id = self._group_id(work, task)
        self._client.rename_group(group_id, task.name or "")
        return lambda work, current: group_results.renamed(work, self._office, current, now=self._clock())

    def _dissolve(self, task: GroupTask, calls: GroupCalls) -> Effect:
        with self._database.read() as work:
            group_id = self._group_id(work, task)
        self._client.dissolve_group(group_id)
        return lambda work, current: group_results.gone(work, current, now=self._clock())

    def _read(self, task: GroupTask, calls: GroupCalls) -> Effect:
        with self._database.read() as work:
            group_id = self._group_id(work, task)
        seen, accounts = calls.read(group_id)
        return lambda work, current: group_results.read(work, self._office, current, seen, accounts, now=self._clock())

    def _read_all(self, task: GroupTask, calls: GroupCalls) -> Effect:
        today = self._office.today(self._clock())
        kinds = [price.asset_type for price in self._office.ward.group_prices.assets_on(today)]
        listed, assets = calls.all_groups(), calls.assets(kinds)

        def write(work: Work, current: GroupTask) -> None:
            now = self._clock()
            take_over_list(work, self._office, listed, now=now)
            group_results.assets_read(work, assets)
            group_tasks.settle(current, GroupTaskStatus.DONE, now=now, problem=None)

        return write

    def _group_id(self, work: Work, task: GroupTask) -> str:
        group = teams.group(work, task.group_id or 0)
        return group.zalo_group_id if group else ""

    def _after(self, task: GroupTask, failure: ZaloFailure) -> Effect:
        """What a failure makes of a task."""
        log.warning("group_task.failed id=%d code=%s class=%s", task.id, failure.code, failure.failure_class)
        if failure.code == NOT_OURS and task.kind is not GroupTaskKind.CREATE:
            return self._note_gone
        if task.kind is GroupTaskKind.CREATE and failure.code in CANNOT_BE_INVITED:
            return self._refuse("no_manager_reachable", code=failure.code)
        if not failure.outcome_known:
            return self._try_again(task, UNKNOWN_ENDS_AFTER, failure)
        if failure.code in ASSET_TAKEN or failure.retryable:
            pause = BACK_OFF[min(task.attempts, len(BACK_OFF)) - 1]
            return self._try_again(task, max(pause, failure.retry_after or timedelta()), failure)
        if failure.failure_class in (FailureClass.ADMIN, FailureClass.TOKEN) and failure.code != "-237":
            return self._try_again(task, ADMIN_PAUSE if task.kind in ORDERED else UNSETTLED, failure)
        return self._refuse("zalo_refused", code=failure.code, words=failure.words)

    def _try_again(self, task: GroupTask, pause: timedelta, failure: ZaloFailure) -> Effect:
        if task.attempts >= MAX_TRIES:
            return self._refuse("zalo_refused", code=failure.code, words=failure.words)
        return self._wait(pause)

    def _wait(self, pause: timedelta, *, is_try: bool = True) -> Effect:
        def write(_work: Work, task: GroupTask) -> None:
            task.attempts -= 0 if is_try else 1
            group_tasks.put_off(task, until=self._clock() + pause, problem="waits_for_zalo")

        return write

    def _refuse(self, problem: str, **details: str) -> Effect:
        def write(work: Work, task: GroupTask) -> None:
            group_tasks.settle(task, GroupTaskStatus.REFUSED, now=self._clock(), problem=problem, **details)
            if details.get("code") == "-237" and (group := teams.group(work, task.group_id or 0)):
                end(work, group, GroupStatus.DISABLED, now=self._clock())

        return write

    def _note_gone(self, work: Work, task: GroupTask) -> None:
        """Zalo says that the group is not ours: it was dissolved behind our back."""
        is_wanted = task.kind in (GroupTaskKind.INVITE, GroupTaskKind.RENAME)
        group_results.gone(work, task, now=self._clock())
        if is_wanted:
            task.status, task.problem = GroupTaskStatus.REFUSED, "group_gone"
