"""The ledger of what may be said to whom: one look at the tables, one budget a person (product C6)."""

from collections.abc import Iterable
from datetime import datetime, time

from domain.reply_budget import Allowance, ChatFacts, ReplyBudget, reply_budget
from handlers.office import Office
from storage import allowances, reminders
from storage.database import Work
from storage.tables import Person


def budgets(work: Work, office: Office, persons: Iterable[Person], *, now: datetime) -> dict[int, ReplyBudget]:
    """The budget of each of these persons at an instant, by their ids of ours."""
    chosen = {person.id: person for person in persons}
    if not chosen:
        return {}
    free, package = allowances.replies(work, chosen), allowances.package(work)
    told = reminders.told_since(work, day_begins_at(office, now))
    return {
        person_id: reply_budget(_facts(person, free.get(person_id), package, told.get(person_id, 0)), now)
        for person_id, person in chosen.items()
    }


def day_begins_at(office: Office, now: datetime) -> datetime:
    """The instant at which the ward's day began."""
    local = office.local(now)
    return datetime.combine(local.date(), time.min, tzinfo=local.tzinfo)


def _facts(person: Person, free: Allowance | None, package: Allowance | None, told_today: int) -> ChatFacts:
    return ChatFacts(
        last_interaction_at=person.last_interaction_at,
        is_withdrawn=person.withdrawn_at is not None,
        prefers_calls=person.prefers_calls_at is not None,
        free=free,
        package=package,
        told_today=told_today,
    )
