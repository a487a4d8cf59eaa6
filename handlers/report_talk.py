"""A leader's talk about the report by chat: seen in short, filled in by words, sent with one tap."""

from collections.abc import Sequence
from typing import Any

from domain.errors import NotFound, Refused, Stale
from domain.events import MessageReceived
from domain.reports import EDITABLE, RegisterKind, check_editable
from domain.understanding import Sender
from handlers.activity_talk import places_of
from handlers.arrivals import Arrival
from handlers.current_reports import OpenReport, by_id, current_report
from handlers.membership import Membership
from handlers.reminders import period_words
from handlers.report_drafting import as_sent
from handlers.report_edits import ByWhom, RaiseEntry, give_team_figure, raise_entry
from handlers.report_steps import picture_of, send_as_member
from handlers.report_summary import draft_values
from handlers.report_words import EntryWords, FigureWords, read_report_words
from handlers.turn import Turn, say
from storage.tables import ChatMessage


def show_report(turn: Turn, argument: str | None) -> None:
    """The report in hand in short, with what is doubtful about it."""
    place, report = _in_hand(turn, argument)
    _show(turn, place, report, what="shown")


def edit_report(turn: Turn, argument: str | None) -> None:
    """How to fill it in, with every line that has a code. Raises WrongState once it has been sent."""
    place, report = _in_hand(turn, argument)
    check_editable(report.obligation.status)
    found = picture_of(turn.work, turn.office, report, turn.now)
    values = draft_values(turn.work, turn.office, report, found)
    say(turn, "report_edit", **values)


def send_report(turn: Turn, argument: str | None) -> None:
    """Confirm and send; a second tap is told that it was sent, an old button shows what stands there now."""
    place, report = _in_hand(turn, argument)
    status = report.obligation.status
    if status not in EDITABLE:
        say(turn, "report_sent", is_new=False, **_names(turn, report), status=status, at=report.obligation.submitted_at)
        return
    seen = (argument or "").partition(" ")[2] or None
    try:
        send_as_member(turn.work, turn.office, report, place.member, seen, now=turn.now)
    except Stale:
        _show(turn, place, report, what="changed")
        return
    say(turn, "report_sent", is_new=True, **_names(turn, report), status=status, at=turn.now)


def take_report_words(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a member's words fill the report in; False when they are about something else."""
    if arrival.sender is not Sender.MEMBER or not isinstance(arrival.event, MessageReceived):
        return False
    words = read_report_words(turn.office, message.text)
    if not words.said or (not words.is_whole and not places_of(turn)):
        return False
    if not words.is_whole:
        _take_beside(turn, [one for one in words.said if isinstance(one, EntryWords)])
        return False
    place, report = _in_hand(turn, None, needs_lead=any(isinstance(one, FigureWords) for one in words.said))
    _take(turn, place, report, words.said)
    return True


def _take_beside(turn: Turn, entries: Sequence[EntryWords]) -> None:
    """What stands below an account of what was done goes into the register, and the account is read by itself."""
    try:
        place, report = _in_hand(turn, None)
        _raise_all(turn, place, report, entries)
    except Refused:
        return
    say(turn, "report_entry_noted", kinds=[one.kind for one in entries], **_names(turn, report))


def _raise_all(turn: Turn, place: Membership, report: OpenReport, entries: Sequence[EntryWords]) -> None:
    by = ByWhom(member_id=place.member.id)
    for one in entries:
        entry = RaiseEntry(kind=one.kind, period=report.period, team_id=report.team.id, text=one.text, by=by)
        raise_entry(turn.work, turn.office, entry, now=turn.now)


def _take(turn: Turn, place: Membership, report: OpenReport, said: Sequence[FigureWords | EntryWords]) -> None:
    """All of a message or nothing: one line that cannot be meant leaves everything as it was."""
    by = ByWhom(member_id=place.member.id)
    for one in said:
        if isinstance(one, FigureWords) and one.unread:
            raise Refused("unread_figure", code=one.code.upper(), said=one.unread)
    with turn.work.session.begin_nested():
        for one in said:
            if isinstance(one, FigureWords):
                give_team_figure(turn.work, turn.office, report, one.code, one.value, by, now=turn.now)
        _raise_all(turn, place, report, [one for one in said if isinstance(one, EntryWords)])
    kinds = [one.kind for one in said if isinstance(one, EntryWords)]
    if place.leads:
        _show(turn, place, report, what="noted", kinds=kinds)
    else:
        say(turn, "report_entry_noted", kinds=kinds, **_names(turn, report))


def _show(turn: Turn, place: Membership, report: OpenReport, *, what: str, kinds: Sequence[RegisterKind] = ()) -> None:
    found = as_sent(turn.work, turn.office, report.period, picture_of(turn.work, turn.office, report, turn.now))
    values = draft_values(turn.work, turn.office, report, found)
    can_send = report.obligation.status in EDITABLE
    template = "report_draft" if can_send and place.leads else "report_seen"
    say(turn, template, what=what, kinds=list(kinds), **values)


def _names(turn: Turn, report: OpenReport) -> dict[str, Any]:
    return {"team": report.team.name, "period": period_words(turn.office, report.period), "report_id": report.draft.id}


def _in_hand(turn: Turn, argument: str | None, *, needs_lead: bool = False) -> tuple[Membership, OpenReport]:
    """The report that a button names, else that of the team the person leads, else that of his only team.

    Raises NotFound (`not_a_member`, `which_team_report`, `no_such_report`) or what `current_report` raises.
    """
    places = places_of(turn)
    number = (argument or "").partition(" ")[0]
    if number.isdecimal() and len(number) < 10:
        report = by_id(turn.work, turn.office, int(number))
        place = next((one for one in places if one.team.id == report.team.id), None)
        if place is None:
            raise NotFound("no_such_report")
        return place, report
    leading = [one for one in places if one.leads]
    chosen = leading if leading or needs_lead else list(places)
    if not places or (needs_lead and not leading):
        raise NotFound("leads_no_team" if places else "not_a_member")
    if len(chosen) > 1:
        raise NotFound("which_team_report", teams=", ".join(one.team.name for one in chosen))
    return chosen[0], current_report(turn.work, turn.office, chosen[0].team.id, now=turn.now)
