"""The shape of everything the interpreter knows by heart: phrases and their meanings, spelling, numbers, dates."""

from dataclasses import dataclass
from enum import StrEnum

from domain.chat_commands import ChatCommandName
from domain.understanding import ActivityType, Category, Intent, QuestionTopic, Topic
from language.normalising import Token, fold, sound_of
from language.phrases import PhraseIndex


class Cue(StrEnum):
    """Words about the state of a thing that turn the meaning of the words around them."""

    THANKS = "thanks"
    MENDED = "mended"
    UNMENDED = "unmended"
    OVER = "over"
    PLAN = "plan"


class Counted(StrEnum):
    """What a number in a report may count."""

    PEOPLE = "people"
    TURNS = "turns"
    HOUSEHOLDS = "households"
    EWALLET_ACCOUNTS = "ewallet_accounts"
    OCOP_PRODUCTS = "ocop_products"
    MEMBERS = "members"
    HOURS = "hours"
    MINUTES = "minutes"
    NEW_WALLET = "new_wallet"
    ALREADY = "already"


class PlaceWord(StrEnum):
    """What a word does in the naming of a place."""

    RELATION = "relations"
    PREPOSITION = "prepositions"
    JUNCTION = "junctions"
    CROSSING = "crossings"
    RANGE = "ranges"
    RANGE_START = "range_starts"
    STREET = "streets"
    STREET_KIND = "street_kinds"
    ROUTE = "routes"
    KILOMETRE = "kilometres"
    HOUSE = "houses"
    FULL_HOUSE = "full_houses"
    LANE = "lanes"
    SLASH = "slashes"
    LOT = "lots"
    BLOCK = "blocks"
    GROUP = "groups"
    NAMED_GROUP = "named_groups"
    GENERIC = "generic"
    HEADED = "headed"
    QUALIFIER = "qualifiers"
    PART = "parts"
    GROUND = "grounds"
    OFFICE = "offices"
    TITLE = "titles"
    UNIT = "units"
    STOP = "stops"
    CITY = "cities"
    SURNAME = "surnames"
    MIDDLE_NAME = "middle_names"


class WeekPhrase(StrEnum):
    """Words that move a date by weeks or name a month."""

    LAST_WEEK = "last_week"
    NEXT_WEEK = "next_week"
    LAST_WEEKEND = "last_weekend"
    THIS_WEEK = "this_week"
    MONTH = "month"


class Hidden(StrEnum):
    """The mark of phrases that hide whatever stands inside them."""

    HIDDEN = "hidden"


SignalKey = Intent | Category | Topic | QuestionTopic | Cue | ActivityType | Counted | Hidden


@dataclass(frozen=True)
class Signal:
    """What a phrase speaks for, and how strongly."""

    key: SignalKey
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Dangers:
    """Kinds of present danger by number: each is there when all of its parts are.

    `phrases` answers which part of which danger a phrase is; `sizes` how many parts each danger has.
    """

    phrases: PhraseIndex[tuple[int, int]]
    sizes: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """Shortenings by folded word; those of `unless_number_follows` mean something else before a number."""

    always: dict[str, tuple[str, ...]]
    unless_number_follows: dict[str, tuple[str, ...]]

    def respell(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Write shortenings out; every word keeps its place in the original text."""
        return tuple(
            full
            for token, following in zip(tokens, (*tokens, None)[1:], strict=True)
            for full in self._write_out(token, following)
        )

    def _write_out(self, token: Token, following: Token | None) -> tuple[Token, ...]:
        words = self.always.get(token.folded)
        if words is None and not (following and following.is_number):
            words = self.unless_number_follows.get(token.folded)
        if words is None or token.is_glued:
            return (token,)
        return tuple(
            Token(
                word=word,
                folded=fold(word),
                sound=sound_of(word),
                start=token.start,
                end=token.end,
                is_glued=False,
                is_written_out=True,
            )
            for word in words
        )


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """Folded number words: units, what multiplies them, what stands for a ten by itself, and vague ones."""

    units: dict[str, int]
    tens: dict[str, int]
    hundreds: dict[str, int]
    prefixes: dict[str, int]
    vague: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class DateWords:
    """Phrases for days (distance from today), weekdays (1 = Monday) and weeks."""

    relative: PhraseIndex[int]
    weekdays: PhraseIndex[int]
    weeks: PhraseIndex[WeekPhrase]


@dataclass(frozen=True, kw_only=True)
class CommandWords:
    """How commands are spelt: their phrases, the payloads of buttons, polite words around them, words before a code."""

    phrases: tuple[tuple[str, ChatCommandName], ...]
    payloads: dict[ChatCommandName, str]
    politeness: tuple[str, ...]
    case_prefixes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceLabels:
    """How a place is repeated: patterns with `{number}`, `{first}` and `{second}`."""

    house: str
    lane: str
    group: str
    crossing: str


@dataclass(frozen=True, kw_only=True)
class PlaceLexicon:
    """Everything known about the naming of places beside the ward's own names.

    `elsewhere` are street names of other quarters, `syllables` further words that names are made of.
    """

    words: PhraseIndex[tuple[PlaceWord, str]]
    labels: PlaceLabels
    short_forms: dict[str, tuple[str, ...]]
    elsewhere: tuple[str, ...]
    syllables: tuple[str, ...]
    numbers: NumberWords


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All words the interpreter knows."""

    signals: PhraseIndex[Signal]
    dangers: Dangers
    people_units: dict[Counted, str]
    places: PlaceLexicon
    commands: CommandWords
    spelling: Spelling
    numbers: NumberWords
    dates: DateWords
