"""Whom of a team one may turn to, as far as its people agreed to it, and where its community house is (product C5)."""

from collections.abc import Mapping
from functools import lru_cache

from domain.errors import NotFound
from domain.teams import ConsentSource, MemberField, TeamRole
from domain.understanding import QuestionTopic
from handlers.arrivals import Arrival
from handlers.membership import memberships
from handlers.support import named_group, team_of
from handlers.turn import Turn, say
from language.normalising import fold_words, mentions
from storage import consents, support
from storage.tables import ResidentialGroup, TeamMember
from texts import Texts

SHOWN = (MemberField.FULL_NAME, MemberField.PHONE)
_ORDER = {TeamRole.LEADER: 0, TeamRole.DEPUTY: 1, TeamRole.MEMBER: 2}


def answer(turn: Turn, arrival: Arrival, text: str) -> bool:
    """Answer a question about contacts or a community house; False when it asks for something else."""
    topic = arrival.understanding.topic
    asks_for_team = topic == QuestionTopic.CONTACTS and _means_a_team(turn, arrival, text)
    if asks_for_team or _is_only_about(turn, arrival, text, "directory"):
        show_contacts(turn, arrival, text)
        return True
    asks_for_house = topic == QuestionTopic.ADDRESS and _says(turn, text, "community_house")
    if asks_for_house or _is_only_about(turn, arrival, text, "community_house"):
        show_meeting_place(turn, arrival, text)
        return True
    return False


def show_contacts(turn: Turn, arrival: Arrival, text: str) -> None:
    """The contacts of the team whose residential group is named, else of the asker's own (product C5)."""
    group = _group(turn, arrival, text)
    team = team_of(turn.work, turn.office, group.id, turn.now) if group else None
    if team is None:
        say(turn, "directory_which", asks_house=False)
        return
    members = consents.team_with_consents(turn.work, team.id, turn.office.today(turn.now))
    shown = sorted(((one, given) for one, given in members if _is_shown(given)), key=lambda pair: _ORDER[pair[0].role])
    say(turn, "directory", team=team.name, contacts=[_contact(member, given) for member, given in shown])


def show_meeting_place(turn: Turn, arrival: Arrival, text: str) -> None:
    """The community house of the residential group that is named, else of the asker's own."""
    group = _group(turn, arrival, text)
    if group is None:
        say(turn, "directory_which", asks_house=True)
        return
    say(
        turn,
        "meeting_place",
        group=group.name,
        place=group.meeting_place,
        latitude=group.latitude,
        longitude=group.longitude,
    )


def _is_only_about(turn: Turn, arrival: Arrival, text: str, group: str) -> bool:
    """What is wanted and of which group, and nothing else: the name of a place alone would be an incident there."""
    if arrival.brings_evidence:
        return False
    said = fold_words(text)
    wanted = next((one for one in _words(turn.office.texts, group) if said.startswith(one)), None)
    if wanted is None:
        return False
    rest = f" {said.removeprefix(wanted)} "
    for place in arrival.understanding.places:
        rest = rest.replace(fold_words(place.span).removeprefix(wanted), " ")
    return set(rest.split()).issubset(_words(turn.office.texts, "directory_rest"))


@lru_cache(maxsize=16)
def _words(texts: Texts, group: str) -> tuple[str, ...]:
    """The words of one group of labels without accents: every message without a photo is held against some of them."""
    return tuple(fold_words(words) for words in texts.group(group).values())


def _means_a_team(turn: Turn, arrival: Arrival, text: str) -> bool:
    """Whether contacts of a team are wanted, not those of the police or of an officer, which a human gives."""
    return named_group(turn, arrival, text) is not None or _says(turn, text, "team_words")


def _says(turn: Turn, text: str, group: str) -> bool:
    return any(mentions(text, words) for words in _words(turn.office.texts, group))


def show_of_me(turn: Turn, field: MemberField) -> None:
    """A member agrees that residents see one field of him. Raises NotFound (`not_a_member`)."""
    _answer(turn, {field: True})


def hide_me(turn: Turn) -> None:
    """A member takes every agreement back, at once. Raises NotFound (`not_a_member`)."""
    _answer(turn, dict.fromkeys(SHOWN, False))


def _answer(turn: Turn, answers: Mapping[MemberField, bool]) -> None:
    places = memberships(turn.work, turn.person, turn.office.today(turn.now))
    if not places:
        raise NotFound("not_a_member")
    for place in places:
        for field, given in answers.items():
            consents.answer(turn.work, place.member.id, field, given=given, source=ConsentSource.CHAT, now=turn.now)
    known = consents.of_members(turn.work, [places[0].member.id]).get(places[0].member.id, {})
    say(turn, "contact_shown", shown=[field for field in SHOWN if known.get(field)])


def _is_shown(given: Mapping[MemberField, bool]) -> bool:
    return any(given.get(field) for field in SHOWN)


def _contact(member: TeamMember, given: Mapping[MemberField, bool]) -> dict[str, str]:
    return {
        "role": member.role,
        "name": member.full_name if given.get(MemberField.FULL_NAME) else "",
        "phone": (member.phone or "") if given.get(MemberField.PHONE) else "",
    }


def _group(turn: Turn, arrival: Arrival, text: str) -> ResidentialGroup | None:
    named = named_group(turn, arrival, text)
    return named or support.residential_group(turn.work, turn.person.residential_group_id)
