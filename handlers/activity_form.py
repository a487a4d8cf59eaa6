"""The guided form for those who would rather be asked: one question at a time, with back, skip and cancel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.activities import ActivitySource
from domain.conversations import ANSWER_TIME, Step
from domain.messages import Button
from domain.understanding import ActivityFields, ActivityType, Topic
from handlers import activities
from handlers.activity_drafts import kept, restored
from handlers.activity_talk import photos_before, places_of, reporting_of, tell_record
from handlers.arrivals import Arrival
from handlers.incidents import turn_away
from handlers.turn import Turn, say
from storage import conversations
from storage.tables import ChatMessage

QUESTIONS = ("activity_type", "date", "topics", "people", "households", "place")
MAX_PLACE = 200
_TYPES = (ActivityType.GUIDANCE, ActivityType.OUTREACH, ActivityType.CAMPAIGN)
_TOPICS = (Topic.VNEID, Topic.PUBLIC_SERVICES, Topic.PAYMENTS)
_YESTERDAY = timedelta(days=1)


def begin(turn: Turn) -> None:
    """Ask the first question. Somebody in two teams is asked for the team when the form is done."""
    if not places_of(turn):
        say(turn, "activity_not_member")
        return
    turn_away(turn)
    turn.conversation.draft = {"at": 0, "said": {}}
    _ask(turn)


def choose(turn: Turn, argument: str | None) -> None:
    """A button of the question that stands; one of an older question is told so."""
    key, _, value = (argument or "").partition(" ")
    if turn.conversation.step is not Step.FILLING_FORM or key != _question(turn):
        say(turn, "activity_choice_gone")
        return
    readers: dict[str, Callable[[str], dict[str, Any]]] = {
        "activity_type": lambda word: {"activity_type": ActivityType(word)},
        "topics": lambda word: {"topics": (Topic(word),)},
        "date": lambda days: {"date": turn.office.today(turn.now) - int(days) * _YESTERDAY},
    }
    try:
        found = readers[key](value)
    except (KeyError, ValueError):
        say(turn, "activity_choice_gone")
        return
    _fill(turn, found)


def go_back(turn: Turn) -> None:
    """To the question before."""
    if _is_open(turn):
        turn.conversation.draft = turn.conversation.draft | {"at": max(turn.conversation.draft["at"] - 1, 0)}
        _ask(turn)


def skip(turn: Turn) -> None:
    """Leave the question that stands unanswered."""
    if _is_open(turn):
        _fill(turn, {})


def _is_open(turn: Turn) -> bool:
    if turn.conversation.step is Step.FILLING_FORM and "at" in turn.conversation.draft:
        return True
    say(turn, "activity_choice_gone")
    return False


def take_answer(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Words that answer the question that stands; what cannot be read is asked again, never guessed."""
    if "at" not in turn.conversation.draft or not message.text.strip():
        return False
    found = _READERS[_question(turn)](arrival.as_activity or ActivityFields(), " ".join(message.text.split()))
    if found is None:
        _ask(turn, again=True)
    else:
        _fill(turn, found)
    return True


def _question(turn: Turn) -> str:
    return QUESTIONS[turn.conversation.draft.get("at", 0)]


def _fill(turn: Turn, found: dict[str, Any]) -> None:
    said = replace(restored(turn.conversation.draft["said"]), **found)
    at = turn.conversation.draft["at"] + 1
    turn.conversation.draft = {"at": at, "said": kept(said)}
    if at < len(QUESTIONS):
        _ask(turn)
        return
    _finish(turn, said)


def _finish(turn: Turn, said: ActivityFields) -> None:
    places = places_of(turn)
    turn.conversation.draft = {}
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    if not places:
        say(turn, "activity_not_member")
        return
    reporting = reporting_of(turn, places[0])
    today = turn.office.today(turn.now)
    is_plan = said.date is not None and said.date > today
    said = replace(said, is_plan=is_plan, date_expr=None)
    activity = activities.record(reporting, said, words="", source=ActivitySource.FORM, messages=photos_before(turn))
    tell_record(turn, reporting, activity, str(activity.status))


def _ask(turn: Turn, *, again: bool = False) -> None:
    conversations.wait_for(turn.conversation, Step.FILLING_FORM, until=turn.now + ANSWER_TIME)
    at = turn.conversation.draft["at"]
    question = QUESTIONS[at]
    say(
        turn,
        "activity_form",
        extra_buttons=_buttons(turn, question),
        key=f"{turn.cause}:form:{at}",
        question=question,
        number=at + 1,
        total=len(QUESTIONS),
        again=again,
    )


def _buttons(turn: Turn, question: str) -> tuple[Button, ...]:
    texts = turn.office.texts
    payload = texts.label("payload", "form_choice")
    choices: dict[str, list[tuple[str, str]]] = {
        "activity_type": [(texts.label("activity_type", one), one) for one in _TYPES],
        "topics": [(texts.label("topic", one), one) for one in _TOPICS],
        "date": [(texts.label("form_day", days), days) for days in ("0", "1")],
    }
    return tuple(
        Button(title=title, value=f"{payload} {question} {value}") for title, value in choices.get(question, ())
    )


def _kind(said: ActivityFields, _words: str) -> dict[str, Any] | None:
    return {"activity_type": said.activity_type} if said.activity_type is not None else None


def _date(said: ActivityFields, _words: str) -> dict[str, Any] | None:
    return {"date": said.date, "date_end": said.date_end, "date_expr": said.date_expr} if said.date_expr else None


def _topics(said: ActivityFields, _words: str) -> dict[str, Any] | None:
    return {"topics": said.topics} if said.topics else None


def _people(said: ActivityFields, words: str) -> dict[str, Any] | None:
    if said.people is not None:
        return {"people": said.people, "people_unit": said.people_unit}
    return {"people": int(words)} if words.isdecimal() and len(words) <= 6 else None


def _households(said: ActivityFields, words: str) -> dict[str, Any] | None:
    found = {name: getattr(said, name) for name in ("households", "ewallet_accounts", "ocop_products")}
    found = {name: count for name, count in found.items() if count is not None}
    if found:
        return found
    return {"households": int(words)} if words.isdecimal() and len(words) <= 6 else None


def _place(said: ActivityFields, words: str) -> dict[str, Any] | None:
    return {"place": words[:MAX_PLACE]}


_READERS: dict[str, Callable[[ActivityFields, str], dict[str, Any] | None]] = {
    "activity_type": _kind,
    "date": _date,
    "topics": _topics,
    "people": _people,
    "households": _households,
    "place": _place,
}
