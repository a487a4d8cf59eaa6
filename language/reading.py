"""Everything noticed in one message before it is judged: its words, places, counted things, evidence and signs."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.understanding import ActivityType, Category, Chat, Intent, PlaceKind, QuestionTopic, Sender, Topic
from language.activity_teams import find_teams
from language.chat_commands import find_case_reference
from language.evidence import Evidence, gather_evidence
from language.features import Features, Surroundings, features_of
from language.lexicon import Lexicon, SignalKey
from language.normalising import Token, tokenize
from language.numbers import Count, find_counts
from language.places import FoundPlace, PlaceFinder
from language.signs import read_signs

_FEW_WORDS = 4
_TELLING: tuple[type[SignalKey], ...] = (Category, Topic, QuestionTopic, ActivityType)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One message, read but not yet judged."""

    text: str
    tokens: tuple[Token, ...]
    places: tuple[FoundPlace, ...]
    evidence: Evidence
    counts: tuple[Count, ...]
    around: Surroundings

    @property
    def is_bare_place(self) -> bool:
        """Whether it names a place and says nothing else but polite words."""
        spans = _spans(self.places)
        outside = [token for token in self.tokens if token.is_word and not _lies_within(token, spans)]
        told = any(self.evidence.weights(kind) for kind in _TELLING) or self._wants_something
        return self.around.names_place and not told and not self.around.signs.asks and len(outside) <= _FEW_WORDS

    @property
    def _wants_something(self) -> bool:
        return not set(self.evidence.weights(Intent)) <= {Intent.SMALLTALK}

    @cached_property
    def features(self) -> Features:
        """What is counted of the whole message; counted once."""
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
        signs=read_signs(unicodedata.normalize("NFC", text)),
    )
    return Reading(text=text, tokens=tokens, places=places, evidence=evidence, counts=counts, around=around)


def _lies_within(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


def _spans(places: Sequence[FoundPlace]) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in places]


def _names_village(places: tuple[FoundPlace, ...]) -> bool:
    return any(found.place.best and found.place.best.kind is PlaceKind.RESIDENTIAL_GROUP for found in places)
