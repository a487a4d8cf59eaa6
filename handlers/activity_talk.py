"""A member's talk about activities in his private chat: for which team, what was made of it, and what he says of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from domain.activities import ActivitySource, ActivityStatus
from domain.conversations import ANSWER_TIME, JOIN_WINDOW, Step
from domain.incidents import ActorKind, IncidentStatus
from domain.messages import Button
from domain.understanding import ActivityFields, ActivityType
from handlers import activities
from handlers.activity_drafts import restored, waiting
from handlers.arrivals import Arrival
from handlers.closed_periods import closed_period
from handlers.incidents import turn_away
from handlers.membership import Membership, memberships
from handlers.reporting import Reporting, record_values, reply
from handlers.staff_incidents import apply_move
from handlers.turn import Turn, say
from language.normalising import fold_words
from storage import chat_messages, conversations, incidents, teams
from storage.tables import Activity, ChatMessage, DigitalTeam, GroupChat

PHOTOS_BEFORE_WORDS = timedelta(minutes=10)


def take_report(turn: Turn, arrival: Arrival, message: ChatMessage) -> None:
    """Record, correct or add to, as the words of a bound member ask; a resident is told how members report."""
    said = arrival.understanding.activity or ActivityFields()
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    place = place_meant(places, said)
    if place is None:
        ask_which_team(turn, places, said, arrival.masked, message)
        return
    _take(turn, reporting_of(turn, place), said, arrival.masked, [message])


def places_of(turn: Turn) -> tuple[Membership, ...]:
    """Where the person of this turn is a member today."""
    return memberships(turn.work, turn.person, turn.office.today(turn.now))


def reporting_of(turn: Turn, place: Membership) -> Reporting:
    """This turn as a report for one team."""
    return Reporting(
        work=turn.work, office=turn.office, person=turn.person, place=place, now=turn.now, cause=turn.cause
    )


def place_meant(places: Sequence[Membership], said: ActivityFields) -> Membership | None:
    """The team a report is about: the one it names among the member's own, or his only one; None when he must say."""
    named = [place for place in places if is_named(place.team, said)]
    if len(named) == 1:
        return named[0]
    names_a_team = said.team_number is not None or said.team_name is not None
    return places[0] if len(places) == 1 and not names_a_team else None


def is_named(team: DigitalTeam, said: ActivityFields) -> bool:
    """Whether a report names this team, by its number or by its residential group's name."""
    if said.team_number is not None and said.team_number == team.number:
        return True
    if team.number is not None and team.number in said.teams:
        return True
    names = [said.team_name, *(one for one in said.teams if isinstance(one, str))]
    return any(name is not None and fold_words(name) in fold_words(team.name) for name in names)


def ask_which_team(
    turn: Turn,
    places: Sequence[Membership],
    said: ActivityFields,
    masked: str,
    message: ChatMessage,
    group: GroupChat | None = None,
) -> None:
    """Nothing is guessed: the report waits for one tap, in private also when it was made in a group (product C4)."""
    turn_away(turn)
    turn.work.session.flush()
    turn.conversation.draft = waiting(said, masked, message, group)
    conversations.wait_for(turn.conversation, Step.CHOOSING_TEAM, until=turn.now + ANSWER_TIME)
    payload = turn.office.texts.label("payload", "choose_team")
    buttons = tuple(Button(title=place.team.name, value=f"{payload} {place.team.id}") for place in places[:4])
    say(
        turn,
        "activity_which_team",
        extra_buttons=buttons,
        teams=[place.team.name for place in places],
        named=said.team_name or said.team_number,
    )


def choose_team(turn: Turn, team_id: int | None) -> None:
    """The tap that a waiting report waited for; a second tap finds nothing to do."""
    draft = turn.conversation.draft
    place = next((place for place in places_of(turn) if place.team.id == team_id), None)
    if turn.conversation.step is not Step.CHOOSING_TEAM or not draft or place is None:
        say(turn, "activity_choice_gone")
        return
    turn.conversation.draft = {}
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    message = turn.work.session.get(ChatMessage, draft["message_id"])
    group = teams.group(turn.work, draft.get("group_id") or 0)
    pieces = [message] if message else []
    _take(turn, reporting_of(turn, place), restored(draft["said"]), draft["words"], pieces, group)


def _take(
    turn: Turn,
    reporting: Reporting,
    said: ActivityFields,
    masked: str,
    messages: Sequence[ChatMessage],
    group: GroupChat | None = None,
) -> None:
    kinds: dict[ActivityType | None, Callable[[], tuple[Activity, str]]] = {
        ActivityType.CORRECTION: lambda: (activities.correct(reporting, said, words=masked), "corrected"),
        ActivityType.ADDITION: lambda: (activities.add_to(reporting, said, words=masked), "added_to"),
    }
    if said.activity_type in kinds:
        activity, what = kinds[said.activity_type]()
        activities.prove(reporting, activity, messages)
        tell_record(turn, reporting, activity, what)
        return
    pieces = [*([] if group else photos_before(turn)), *messages]
    source = ActivitySource.GROUP_CHAT if group else ActivitySource.PRIVATE_CHAT
    activity = activities.record(reporting, said, words=masked, source=source, messages=pieces)
    activity.group_id = group.id if group else None
    tell_record(turn, reporting, activity, str(activity.status))


def tell_record(turn: Turn, reporting: Reporting, activity: Activity, what: str) -> None:
    """Say what the record is now, and take what comes in the next ten minutes as its photos."""
    turn.conversation.activity_id = activity.id
    turn.conversation.incident_id = None
    turn.conversation.join_until_at = turn.now + JOIN_WINDOW
    turn.conversation.draft = {}
    conversations.wait_for(turn.conversation, Step.IDLE, until=None)
    tell(reporting, activity, what)


def tell(reporting: Reporting, activity: Activity, what: str) -> None:
    """Answer with the record, or with the question whether it was told twice."""
    values = record_values(activity, reporting.team)
    if activity.status is ActivityStatus.DUPLICATE and activity.duplicate_of_id is not None:
        first = activity_of(reporting, activity.duplicate_of_id)
        reply(
            reporting,
            "activity_duplicate",
            about=activity.revision,
            activity_id=activity.id,
            **values,
            first=record_values(first, reporting.team),
        )
        return
    reply(
        reporting,
        "activity_recorded",
        about=activity.revision,
        activity_id=activity.id,
        closed_period=closed_period(reporting.work, reporting.office, activity.team_id, activity.starts_on),
        what=what,
        fulfils=activity.fulfils_id is not None,
        **values,
    )


def activity_of(reporting: Reporting, activity_id: int) -> Activity:
    """A record that is known to be there."""
    return reporting.work.session.get_one(Activity, activity_id)


def photos_before(turn: Turn) -> list[ChatMessage]:
    """Photos that were sent before the words: still gathered, or already a case that holds nothing but them."""
    pieces = chat_messages.gathered(turn.work, turn.person)
    if any(piece.text.strip() for piece in pieces):
        return []
    if pieces:
        conversations.wait_for(turn.conversation, Step.IDLE, until=None)
        return pieces
    return _out_of_mistaken_case(turn)


def _out_of_mistaken_case(turn: Turn) -> list[ChatMessage]:
    """A member's photos that became a case without a word are evidence after all: the case is taken back in silence."""
    incident = incidents.get(turn.work, turn.conversation.incident_id or 0)
    if incident is None or incident.status is not IncidentStatus.NEW:
        return []
    if not (incident.lacks_content and incident.lacks_place) or turn.now - incident.opened_at > PHOTOS_BEFORE_WORDS:
        return []
    pieces = chat_messages.of_incident(turn.work, incident.id)
    apply_move(turn.work, incident, IncidentStatus.WITHDRAWN, actor=ActorKind.SYSTEM, now=turn.now)
    incident.photos = 0
    turn.conversation.ack_at = None
    return pieces


def take_evidence(turn: Turn, arrival: Arrival, message: ChatMessage) -> bool:
    """Let a photo without words prove the activity just told; False when there is none."""
    conversation = turn.conversation
    is_open = conversation.join_until_at is not None and turn.now <= conversation.join_until_at
    if conversation.activity_id is None or not is_open or not arrival.brings_evidence or message.text.strip():
        return False
    activity = turn.work.session.get(Activity, conversation.activity_id)
    place = _place_of(turn, activity)
    if activity is None or place is None or activity.status is ActivityStatus.WITHDRAWN:
        return False
    reporting = reporting_of(turn, place)
    before = activity.evidence
    activities.prove(reporting, activity, [message])
    conversation.join_until_at = turn.now + JOIN_WINDOW
    if before == 0 or conversation.step is Step.PROVING_ACTIVITY:
        reply(reporting, "activity_proved", number=activity.id, evidence=activity.evidence)
    conversations.wait_for(conversation, Step.IDLE, until=None)
    return True


def _place_of(turn: Turn, activity: Activity | None) -> Membership | None:
    return next((place for place in places_of(turn) if activity and place.team.id == activity.team_id), None)


def with_own(turn: Turn, argument: str | None, act: Callable[[Reporting, Activity], Any]) -> None:
    """Do something with the record that a button or a number names, else with the member's newest one."""
    number = int(argument) if argument and argument.isdecimal() else None
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    named = _place_of(turn, turn.work.session.get(Activity, number)) if number else None
    reporting = reporting_of(turn, named or places[0])
    act(reporting, activities.own(reporting, number))


def delete(turn: Turn, argument: str | None) -> None:
    """Take a record back."""

    def act(reporting: Reporting, activity: Activity) -> None:
        activities.withdraw(reporting, activity)
        turn.conversation.activity_id = None
        reply(reporting, "activity_withdrawn", number=activity.id)

    with_own(turn, argument, act)


def undo(turn: Turn) -> None:
    """Take the member's last change back, in whichever of his teams it was."""
    places = places_of(turn)
    if not places:
        say(turn, "activity_not_member")
        return
    activity = turn.work.session.get(Activity, turn.conversation.activity_id or 0)
    reporting = reporting_of(turn, _place_of(turn, activity) or places[0])
    tell_record(turn, reporting, activities.undo(reporting), "undone")


def keep_apart(turn: Turn, argument: str | None) -> None:
    """What looked told twice are two activities."""

    def act(reporting: Reporting, activity: Activity) -> None:
        activities.keep_apart(reporting, activity)
        tell_record(turn, reporting, activity, "kept_apart")

    with_own(turn, argument, act)


def join(turn: Turn, argument: str | None) -> None:
    """What was told twice is one activity."""

    def act(reporting: Reporting, activity: Activity) -> None:
        first = activities.join_duplicate(reporting, activity)
        turn.conversation.activity_id = first.id
        reply(reporting, "activity_joined", number=activity.id, first=first.id)

    with_own(turn, argument, act)


def begin(step: Step, template: str) -> Callable[[Turn, str | None], None]:
    """A button that lets the member's next message be about one record."""

    def ask(turn: Turn, argument: str | None) -> None:
        def act(reporting: Reporting, activity: Activity) -> None:
            turn_away(turn)
            turn.conversation.activity_id = activity.id
            turn.conversation.incident_id = None
            turn.conversation.join_until_at = turn.now + JOIN_WINDOW
            conversations.wait_for(turn.conversation, step, until=turn.now + ANSWER_TIME)
            names = [
                member.full_name for member in teams.members_of_team(turn.work, reporting.team.id, reporting.today)
            ]
            reply(reporting, template, number=activity.id, members=names)

        with_own(turn, argument, act)

    return ask
