"""What a person can ask the chat by a fixed word or a button, without any word of how it is spelt."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChatCommandName(StrEnum):
    """The things that can be asked; the words for them stand in `templates/keywords.toml`."""

    MENU = "menu"
    HELP = "help"
    MY_REPORTS = "my_reports"
    LOOKUP = "lookup"
    ADD = "add"
    EDIT = "edit"
    EDIT_PLACE = "edit_place"
    EDIT_CONTENT = "edit_content"
    WITHDRAW = "withdraw"
    CONFIRM_WITHDRAW = "confirm_withdraw"
    MY_DATA = "my_data"
    MY_DATA_COPY = "my_data_copy"
    MY_DATA_DELETE = "my_data_delete"
    OFFICER = "officer"
    EMERGENCY = "emergency"
    REPORT = "report"
    PROCEDURES = "procedures"
    SUGGEST = "suggest"
    ACCEPT_NOTIFICATIONS = "accept_notifications"
    REFUSE_NOTIFICATIONS = "refuse_notifications"
    ALLOW_LOCATION = "allow_location"
    TYPE_ADDRESS = "type_address"
    CANCEL = "cancel"
    SAME_CASE = "same_case"
    OTHER_CASE = "other_case"
    REPORT_FOR_OTHER = "report_for_other"
    LEAVE_UNNAMED = "leave_unnamed"
    CHOOSE_PLACE = "choose_place"
    CHOOSE_CATEGORY = "choose_category"
    CHOOSE_INTENT = "choose_intent"
    REPORT_ACTIVITY = "report_activity"
    MY_ACTIVITIES = "my_activities"
    TEAM_ACTIVITIES = "team_activities"
    REPORT_DEADLINE = "report_deadline"
    EDIT_ACTIVITY = "edit_activity"
    DELETE_ACTIVITY = "delete_activity"
    PROVE_ACTIVITY = "prove_activity"
    NAME_ATTENDEES = "name_attendees"
    UNDO_ACTIVITY = "undo_activity"
    SAME_ACTIVITY = "same_activity"
    OTHER_ACTIVITY = "other_activity"
    CHOOSE_TEAM = "choose_team"
    FORM_CHOICE = "form_choice"
    FORM_BACK = "form_back"
    FORM_SKIP = "form_skip"
    GUIDE_HELPED = "guide_helped"
    NEED_HELP = "need_help"
    MY_SUPPORT = "my_support"
    LEAVE_NO_PHONE = "leave_no_phone"
    CHANGE_GROUP = "change_group"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    STARS = "stars"
    INVITE_CODE = "invite_code"
    SHOW_MY_NAME = "show_my_name"
    SHOW_MY_PHONE = "show_my_phone"
    HIDE_MY_CONTACT = "hide_my_contact"
    SHOW_REPORT = "show_report"
    SEND_REPORT = "send_report"
    EDIT_REPORT = "edit_report"
    REMIND_BY_PHONE = "remind_by_phone"
    REMIND_BY_CHAT = "remind_by_chat"


class CodeKind(StrEnum):
    """What a public code names, by the letters it begins with."""

    INCIDENT = "PA"
    SUPPORT_REQUEST = "HT"


@dataclass(frozen=True, kw_only=True)
class CaseReference:
    """A case or a support request as somebody names it; a short `PA-12` has no year (product C2, C3)."""

    year: int | None
    number: int
    kind: CodeKind = CodeKind.INCIDENT

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.kind}-{self.year % 100:02d}-{self.number:06d}" if self.year else f"{self.kind}-{self.number}"


class WorkCommandName(StrEnum):
    """What somebody who works on a case or a request can do with it by chat (product C2, C3)."""

    TAKE = "take"
    DONE = "done"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    ASK = "ask"
    EXTEND = "extend"
    CANNOT = "cannot"


@dataclass(frozen=True, kw_only=True)
class DayToCome:
    """A day that words ask for: one of the calendar, or so many days more; `rest` is what else they say."""

    day: date | None = None
    more_days: int | None = None
    rest: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkCommand:
    """One such step; without a code it is about the card that the message answers. `rest` is what follows.

    `until` is the day that the rest names, for steps that have one.
    """

    name: WorkCommandName
    code: CaseReference | None
    rest: str = ""
    until: DayToCome | None = None


@dataclass(frozen=True, kw_only=True)
class ChatCommand:
    """One thing asked: of which case (`code`), and with which `argument` (a choice's number, a category's key)."""

    name: ChatCommandName
    code: CaseReference | None = None
    argument: str | None = None
