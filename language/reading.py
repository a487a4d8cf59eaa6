"""Everything noticed in one message before it is judged: its words, places, counted things, evidence and signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.understanding import Chat, PlaceKind, Sender
from language.activities import find_teams
from language.chat_commands import find_case_reference
from language.evidence import Evidence, gather_evidence
from language.features import Features, Surroundings, features_of
from language.lexicon import Lexicon
from language.normalising import Token, tokenize
from language.numbers import Count, find_counts
from language.places import FoundPlace, PlaceFinder
from language.signs import read_signs


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One message, read but not yet judged."""

    text: str
    tokens: tuple[Token, ...]
    places: tuple[FoundPlace, ...]
    evidence: Evidence
    counts: tuple[Count, ...]
    around: Surroundings

    def features(self) -> Features:
        """What is counted of the whole message."""
        return features_of(self.tokens, self.evidence, self.around, _spans(self.places))


def read(text: str, lexicon: Lexicon, finder: PlaceFinder, *, sender: Sender, chat: Chat) -> Reading:
    """Notice everything in a message."""
    tokens = lexicon.spelling.respell(tokenize(text))
    places = finder.find(text, tokens)
    evidence = gather_evidence(tokens, lexicon, place_spans=_spans(places))
    counts = find_counts(tokens, evidence, lexicon.numbers)
    around = Surroundings(
        sender=sender,
        chat=chat,
        names_team=bool(find_teams(tokens, places)) or _names_village(places),
        counted_numbers=len(counts),
        names_place=any(found.is_anchored for found in places),
        names_case=find_case_reference(text) is not None,
        signs=read_signs(text),
    )
    return Reading(text=text, tokens=tokens, places=places, evidence=evidence, counts=counts, around=around)


def _spans(places: Sequence[FoundPlace]) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in places]


def _names_village(places: tuple[FoundPlace, ...]) -> bool:
    return any(found.place.best and found.place.best.kind is PlaceKind.RESIDENTIAL_GROUP for found in places)
