"""What reminders say: one message for all duties that one human, or one group, hears of at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.duties import DutyHolder, ReminderChannel
from domain.messages import Button, OutgoingMessage, without_mentions
from domain.reminders import PlannedReminder
from handlers.office import Office

MOST_NAMES = 10
SEE_REPORT = "#bc_xem"
TEXTS = {
    ReminderChannel.PRIVATE_CHAT: "reminder_private",
    ReminderChannel.TEAM_GROUP: "reminder_team_group",
    ReminderChannel.PHONE: "reminder_phone",
    ReminderChannel.WARD_GROUP: "reminder_group",
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One duty in a message; of many owners only the first are named, `more` counts the others."""

    says: str
    duty: str
    period: str
    due_on: date
    is_last_day: bool
    owners: list[str]
    more: int
    cut_off_on: date | None
    tells_cut_off: bool


def words_of(office: Office, digest: Sequence[PlannedReminder], *, today: date) -> OutgoingMessage:
    """The message of one digest: reminders of one channel to one human or group."""
    first = digest[0]
    if first.channel is None or first.channel not in TEXTS:
        raise ValueError(f"nothing is said by {first.channel}")
    accounts = [one.recipient.account for one in digest if one.recipient and one.recipient.account]
    by_group = first.channel in (ReminderChannel.TEAM_GROUP, ReminderChannel.WARD_GROUP)
    return office.texts.message(
        TEXTS[first.channel],
        extra_buttons=_buttons(office, digest),
        mentions=list(dict.fromkeys(accounts)) if first.channel is ReminderChannel.TEAM_GROUP else [],
        items=[_item(office, one, today, names_owners=not by_group) for one in digest],
    )


def _buttons(office: Office, digest: Sequence[PlannedReminder]) -> tuple[Button, ...]:
    """Whoever owes a team's report is one tap away from its draft, which has the button that sends it."""
    if digest[0].channel is not ReminderChannel.PRIVATE_CHAT:
        return ()
    owed = [one for one in digest if one.occurrence.duty.holder is DutyHolder.TEAM and not one.step.rung.is_after_due]
    return (Button(title=office.texts.label("reminder", "see_report"), value=SEE_REPORT),) if owed else ()


def _item(office: Office, reminder: PlannedReminder, today: date, *, names_owners: bool) -> Item:
    occurrence = reminder.occurrence
    names = [without_mentions(name) for name in reminder.owner_names] if names_owners else []
    return Item(
        says=str(reminder.step.rung.says),
        duty=occurrence.duty.name,
        period=period_words(office, occurrence.period),
        due_on=occurrence.due_on,
        is_last_day=occurrence.due_on == today,
        owners=names[:MOST_NAMES],
        more=max(0, len(names) - MOST_NAMES),
        cut_off_on=occurrence.cut_off_on,
        tells_cut_off=reminder.step.tells_cut_off,
    )


def period_words(office: Office, period: str) -> str:
    """The period as people here write it."""
    year, _, part = period.partition("-")
    if not part:
        return f"{office.texts.label('period', 'year')} {year}"
    if part.isdigit():
        return f"{office.texts.label('period', 'month')} {int(part)}/{year}"
    return f"{office.texts.label('period', part)}/{year}"
