"""What each fixed word or button of the chat does: one table."""

from collections.abc import Callable

from domain.chat_commands import CaseReference, ChatCommand, ChatCommandName, CodeKind
from domain.consents import Purpose
from domain.conversations import ANSWER_TIME, Step
from domain.errors import NotFound
from domain.incidents import IncidentStatus, check_move
from domain.staff import TaskKind
from domain.teams import MemberField
from domain.understanding import Category
from handlers import (
    activity_form,
    activity_lists,
    activity_talk,
    deadline_answers,
    directory,
    duplicates,
    inquiries,
    last_word,
    on_behalf,
    report_talk,
    support,
    support_end,
)
from handlers.case_facts import CaseFacts, PlaceFacts
from handlers.doubts import choose_by_argument, learn_category
from handlers.gathering import begin_adding
from handlers.incidents import correct_content, correct_place, stop_asking, turn_away
from handlers.invites import take_code
from handlers.reminder_preferences import prefer
from handlers.turn import Turn, say
from handlers.withdrawal import withdraw
from storage import conversations, incidents, merged_cases
from storage.tables import Incident


def obey(turn: Turn, command: ChatCommand) -> None:
    """Do what was asked. Raises Refused where the rules do not allow it."""
    _COMMANDS[_about_activity(turn, command) or command.name](turn, command)


def _about_activity(turn: Turn, command: ChatCommand) -> ChatCommandName | None:
    """A bare *edit*, *add a photo* or *take back* is about the activity in hand, if there is one."""
    if turn.conversation.activity_id is None or turn.conversation.incident_id is not None or command.code is not None:
        return None
    return _OF_ACTIVITIES.get(command.name)


def own_case(turn: Turn, reference: CaseReference | None) -> Incident:
    """The case of this person that he means: by its code, else the one he spoke of last, else his newest.

    Raises NotFound where there is none, or where it is somebody else's.
    """
    incident = inquiries.find_case(turn, reference) if reference else _latest_case(turn)
    if incident is None:
        raise NotFound("no_own_case")
    if not incidents.reported_by(turn.work, incident, turn.person):
        raise NotFound("not_your_case", code=incident.code)
    return incident


def _latest_case(turn: Turn) -> Incident | None:
    if turn.conversation.incident_id is not None:
        return incidents.get(turn.work, turn.conversation.incident_id)
    return next(iter(incidents.of_person(turn.work, turn.person, limit=1)), None)


def open_case(turn: Turn, reference: CaseReference | None) -> Incident:
    """Like `own_case`, but only one that can still be changed. Raises WrongState otherwise."""
    incident = own_case(turn, reference)
    check_move(merged_cases.leading(turn.work, incident).status, IncidentStatus.WITHDRAWN)
    return incident


def _ask_step(step: Step, template: str) -> Callable[[Turn, ChatCommand], None]:
    def ask(turn: Turn, command: ChatCommand) -> None:
        incident = open_case(turn, command.code)
        turn_away(turn)
        turn.conversation.incident_id = incident.id
        turn.conversation.join_until_at = None
        conversations.wait_for(turn.conversation, step, until=turn.now + ANSWER_TIME)
        say(turn, template, incident_id=incident.id, code=incident.code, place=incident.location_text)

    return ask


def _add(turn: Turn, command: ChatCommand) -> None:
    incident = open_case(turn, command.code)
    begin_adding(turn, incident)
    say(turn, "ask_addition", incident_id=incident.id, code=incident.code)


def _confirm_withdrawal(turn: Turn, command: ChatCommand) -> None:
    incident = own_case(turn, command.code)
    withdraw(turn, incident)
    if turn.conversation.incident_id == incident.id:
        turn.conversation.ack_at = None
    turn.conversation.join_until_at = None
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)


def _cancel(turn: Turn, command: ChatCommand) -> None:
    stop_asking(turn)
    say(turn, "cancelled")


def _ask_words(step: Step, template: str) -> Callable[[Turn, ChatCommand], None]:
    def ask(turn: Turn, command: ChatCommand) -> None:
        turn_away(turn)
        conversations.wait_for(turn.conversation, step, until=turn.now + ANSWER_TIME)
        say(turn, template)

    return ask


def _choose_place(turn: Turn, command: ChatCommand) -> None:
    name = command.argument
    if name is None or name not in turn.conversation.choices:
        raise NotFound("choice_gone")
    incident = open_case(turn, None)
    place = PlaceFacts(text=name, name=name, residential_group=incident.residential_group)
    correct_place(turn, incident, CaseFacts(place=place))


def _choose_category(turn: Turn, command: ChatCommand) -> None:
    incident = open_case(turn, command.code)
    if command.argument not in set(Category):
        raise NotFound("choice_gone")
    category = Category(command.argument)
    words, masked = incident.description, incident.public_description
    correct_content(turn, incident, CaseFacts(category=category, words=words, masked=masked))
    learn_category(turn, incident)


def _simple(action: Callable[[Turn], None]) -> Callable[[Turn, ChatCommand], None]:
    return lambda turn, command: action(turn)


def _with_argument(action: Callable[[Turn, str | None], None]) -> Callable[[Turn, ChatCommand], None]:
    return lambda turn, command: action(turn, command.argument)


def _choose_team(turn: Turn, command: ChatCommand) -> None:
    argument = command.argument or ""
    activity_talk.choose_team(turn, int(argument) if argument.isdecimal() else None)


def _withdraw(turn: Turn, command: ChatCommand) -> None:
    if command.code is not None and command.code.kind is CodeKind.SUPPORT_REQUEST:
        support_end.withdraw(turn, command.code)
        return
    _ask_step(Step.CONFIRMING_WITHDRAWAL, "confirm_withdrawal")(turn, command)


def _look_up(turn: Turn, command: ChatCommand) -> None:
    if command.code is not None and command.code.kind is CodeKind.SUPPORT_REQUEST:
        support_end.show(turn, command.code)
        return
    inquiries.look_up(turn, command.code)


def _last_word(
    act: Callable[[Turn, CaseReference], None], on_case: Callable[[Turn, CaseReference], None]
) -> Callable[[Turn, ChatCommand], None]:
    def answer(turn: Turn, command: ChatCommand) -> None:
        if command.code is None:
            raise NotFound("no_such_request", code="")
        (on_case if command.code.kind is CodeKind.INCIDENT else act)(turn, command.code)

    return answer


def _stars(turn: Turn, command: ChatCommand) -> None:
    """`#sao 5 HT-26-000045`: the number stands before the code."""
    number, _, code = (command.argument or "").partition(" ")
    reference = command.code
    if reference is None or not number.isdecimal():
        raise NotFound("no_such_request", code=code)
    rate = last_word.rate if reference.kind is CodeKind.INCIDENT else support_end.rate
    rate(turn, reference, int(number))


_Name = ChatCommandName
_OF_ACTIVITIES = {
    _Name.EDIT: _Name.EDIT_ACTIVITY,
    _Name.ADD: _Name.PROVE_ACTIVITY,
    _Name.WITHDRAW: _Name.DELETE_ACTIVITY,
}
_COMMANDS: dict[ChatCommandName, Callable[[Turn, ChatCommand], None]] = {
    _Name.MENU: _simple(inquiries.show_menu),
    _Name.HELP: _simple(inquiries.show_menu),
    _Name.MY_REPORTS: _simple(inquiries.show_my_reports),
    _Name.LOOKUP: _look_up,
    _Name.ADD: _add,
    _Name.EDIT: _ask_step(Step.CHOOSING_EDIT, "choose_edit"),
    _Name.EDIT_PLACE: _ask_step(Step.EDITING_PLACE, "ask_new_place"),
    _Name.TYPE_ADDRESS: _ask_step(Step.EDITING_PLACE, "ask_new_place"),
    _Name.EDIT_CONTENT: _ask_step(Step.EDITING_CONTENT, "ask_new_content"),
    _Name.WITHDRAW: _withdraw,
    _Name.CONFIRM_WITHDRAW: _confirm_withdrawal,
    _Name.MY_DATA: _simple(inquiries.show_my_data),
    _Name.MY_DATA_COPY: lambda turn, _: inquiries.ask_for_data(turn, TaskKind.DATA_COPY),
    _Name.MY_DATA_DELETE: lambda turn, _: inquiries.ask_for_data(turn, TaskKind.DATA_DELETION),
    _Name.OFFICER: _simple(support.meet_officer),
    _Name.GUIDE_HELPED: _simple(support.guide_helped),
    _Name.NEED_HELP: _simple(support.need_help),
    _Name.MY_SUPPORT: _simple(support.show_mine),
    _Name.CHANGE_GROUP: _simple(support.change_group),
    _Name.LEAVE_NO_PHONE: _simple(support.leave_no_phone),
    _Name.FIXED: _last_word(support_end.confirm, last_word.confirm),
    _Name.NOT_FIXED: _last_word(support_end.refuse, last_word.refuse),
    _Name.STARS: _stars,
    _Name.EMERGENCY: _simple(inquiries.show_hotlines),
    _Name.REPORT: lambda turn, _: say(turn, "how_to_report"),
    _Name.PROCEDURES: _ask_words(Step.DESCRIBING_PROCEDURE, "ask_procedure"),
    _Name.SUGGEST: _ask_words(Step.SUGGESTING, "ask_suggestion"),
    _Name.ACCEPT_NOTIFICATIONS: lambda turn, _: inquiries.answer_consent(turn, Purpose.NOTIFICATIONS, given=True),
    _Name.REFUSE_NOTIFICATIONS: lambda turn, _: inquiries.answer_consent(turn, Purpose.NOTIFICATIONS, given=False),
    _Name.ALLOW_LOCATION: lambda turn, _: inquiries.answer_consent(turn, Purpose.LOCATION, given=True),
    _Name.CANCEL: _cancel,
    _Name.SAME_CASE: lambda turn, command: duplicates.accept(turn, command.code),
    _Name.OTHER_CASE: lambda turn, command: duplicates.keep_apart(turn, command.code),
    _Name.REPORT_FOR_OTHER: _simple(on_behalf.begin),
    _Name.LEAVE_UNNAMED: _simple(on_behalf.leave_unnamed),
    _Name.CHOOSE_PLACE: _choose_place,
    _Name.CHOOSE_CATEGORY: _choose_category,
    _Name.CHOOSE_INTENT: choose_by_argument,
    _Name.REPORT_ACTIVITY: _simple(activity_form.begin),
    _Name.FORM_CHOICE: _with_argument(activity_form.choose),
    _Name.FORM_BACK: _simple(activity_form.go_back),
    _Name.FORM_SKIP: _simple(activity_form.skip),
    _Name.MY_ACTIVITIES: _simple(activity_lists.show_mine),
    _Name.TEAM_ACTIVITIES: _simple(activity_lists.show_team),
    _Name.REPORT_DEADLINE: _simple(deadline_answers.show_deadlines),
    _Name.EDIT_ACTIVITY: _with_argument(activity_talk.begin(Step.EDITING_ACTIVITY, "activity_ask_edit")),
    _Name.PROVE_ACTIVITY: _with_argument(activity_talk.begin(Step.PROVING_ACTIVITY, "activity_ask_proof")),
    _Name.NAME_ATTENDEES: _with_argument(activity_talk.begin(Step.NAMING_ATTENDEES, "activity_ask_attendees")),
    _Name.DELETE_ACTIVITY: _with_argument(activity_talk.delete),
    _Name.UNDO_ACTIVITY: _simple(activity_talk.undo),
    _Name.SAME_ACTIVITY: _with_argument(activity_talk.join),
    _Name.OTHER_ACTIVITY: _with_argument(activity_talk.keep_apart),
    _Name.CHOOSE_TEAM: _choose_team,
    _Name.INVITE_CODE: _with_argument(take_code),
    _Name.SHOW_MY_NAME: lambda turn, _: directory.show_of_me(turn, MemberField.FULL_NAME),
    _Name.SHOW_MY_PHONE: lambda turn, _: directory.show_of_me(turn, MemberField.PHONE),
    _Name.HIDE_MY_CONTACT: _simple(directory.hide_me),
    _Name.SHOW_REPORT: _with_argument(report_talk.show_report),
    _Name.SEND_REPORT: _with_argument(report_talk.send_report),
    _Name.EDIT_REPORT: _with_argument(report_talk.edit_report),
    _Name.REMIND_BY_PHONE: lambda turn, _: prefer(turn, by_phone=True),
    _Name.REMIND_BY_CHAT: lambda turn, _: prefer(turn, by_phone=False),
}
