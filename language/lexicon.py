"""The shape of everything the interpreter knows by heart: phrases and their meanings, spelling, numbers, dates."""

from dataclasses import dataclass
from enum import StrEnum

from domain.chat_commands import ChatCommandName, WorkCommandName
from domain.understanding import ActivityType, Category, Intent, QuestionTopic, Topic
from language.misspellings import Misspellings
from language.normalising import Token, fold, sound_of
from language.phrases import PhraseIndex
from language.telex import Telex

_JOINING_SIGNS = frozenset("._@/-")


class Cue(StrEnum):
    """Words about the state of a thing that turn the meaning of the words around them."""

    THANKS = "thanks"
    MENDED = "mended"
    UNMENDED = "unmended"
    OVER = "over"
    PAST = "past"
    IMAGINED = "imagined"
    PLAN = "plan"
    CRY = "cry"


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
    DIRECTION = "directions"
    FILLER = "fillers"
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
    BUILDING = "buildings"
    LANE = "lanes"
    SLASH = "slashes"
    LOT = "lots"
    BLOCK = "blocks"
    STOREY = "storeys"
    GROUP = "groups"
    NAMED_GROUP = "named_groups"
    GENERIC = "generic"
    HEADED = "headed"
    QUALIFIER = "qualifiers"
    PART = "parts"
    ALLEY = "alleys"
    OFFICE = "offices"
    HOME = "homes"
    NO_PLACE = "no_places"
    NUMBER_WORD = "number_words"
    TITLE = "titles"
    UNIT = "units"
    STOP = "stops"
    CITY = "cities"
    SURNAME = "surnames"
    MIDDLE_NAME = "middle_names"


class Hidden(StrEnum):
    """The mark of phrases that hide whatever stands inside them."""

    HIDDEN = "hidden"


SignalKey = Intent | Category | Topic | QuestionTopic | Cue | ActivityType | Counted | Hidden


@dataclass(frozen=True, slots=True)
class Signal:
    """What a phrase speaks for, and how strongly."""

    key: SignalKey
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Dangers:
    """Kinds of present danger by number: each is there when all of its parts are.

    `phrases` answers which part of which danger a phrase is; `sizes` how many parts each danger has; `sure` are the
    numbers of those that need no other sign.
    """

    phrases: PhraseIndex[tuple[int, int]]
    sizes: tuple[int, ...]
    sure: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class ByContext:
    """A shortening that stands for `words` only right before or after certain folded words, or before a number."""

    words: tuple[str, ...]
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    before_number: bool = False

    def fits(self, preceding: Token | None, following: Token | None) -> bool:
        """Whether the words around it are of those that tell what it stands for."""
        return (
            (following is not None and following.folded in self.before)
            or (preceding is not None and preceding.folded in self.after)
            or (self.before_number and following is not None and following.is_number)
        )


@dataclass(frozen=True, kw_only=True)
class Spelling:
    """Shortenings by how they sound as typed; those of `unless_number_follows` mean something else before a number.

    A shortening that the context decides comes before one that always holds; words typed as mere keys are read first.
    """

    telex: Telex
    always: dict[str, tuple[str, ...]]
    unless_number_follows: dict[str, tuple[str, ...]]
    by_context: dict[str, tuple[ByContext, ...]]

    def respell(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Write shortenings out; every word keeps its place in the original text."""
        tokens = self.telex.decode(tokens)
        around = zip((None, *tokens), tokens, (*tokens, None)[1:], strict=False)
        return tuple(full for preceding, token, following in around for full in self._full(preceding, token, following))

    def _full(self, preceding: Token | None, token: Token, following: Token | None) -> tuple[Token, ...]:
        words = self._words(preceding, token, following)
        if words is None or _is_part_of_a_code(preceding, token):
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

    def _words(self, preceding: Token | None, token: Token, following: Token | None) -> tuple[str, ...] | None:
        for each in self.by_context.get(token.sound, ()):
            if each.fits(preceding, following):
                return each.words
        words = self.always.get(token.sound)
        if words is None and not (following and following.is_number):
            words = self.unless_number_follows.get(token.sound)
        return words


def _is_part_of_a_code(preceding: Token | None, token: Token) -> bool:
    """Whether it is written in one with letters, digits or signs of addresses and links before it."""
    is_joining = preceding is not None and (
        preceding.is_word or preceding.is_number or preceding.word in _JOINING_SIGNS
    )
    return token.is_glued and is_joining


@dataclass(frozen=True, kw_only=True)
class NumberWords:
    """Number words.

    `starters` begin a number, `units` stand at its end, `only_after_tens` only behind a ten; `dozens` multiply what
    stands before them or stand alone; `linkers` join a unit to a hundred; `halves` add half of what came before.
    Every word stands here without accents and by its sound with them, so that a word that only looks alike is none.
    """

    starters: dict[str, int]
    units: dict[str, int]
    only_after_tens: dict[str, int]
    tens: dict[str, int]
    dozens: dict[str, int]
    hundreds: dict[str, int]
    thousands: frozenset[str]
    prefixes: dict[str, int]
    linkers: frozenset[str]
    halves: frozenset[str]
    halves_of: frozenset[str]
    vague: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class KindWords:
    """Phrases that speak for one kind of activity, and phrases in which they mean something else."""

    kind: ActivityType
    words: PhraseIndex[bool]
    not_words: PhraseIndex[bool]


@dataclass(frozen=True, kw_only=True)
class ReportWords:
    """What the reports of the teams are read with: things counted, words that turn a number, kinds, plans and days."""

    counted: PhraseIndex[str]
    turns: dict[str, PhraseIndex[bool]]
    kinds: tuple[KindWords, ...]
    topics: PhraseIndex[Topic]
    misspellings: Misspellings
    plan: PhraseIndex[bool]
    no_plan: PhraseIndex[bool]
    past: PhraseIndex[bool]
    days: dict[str, tuple[str, ...]]
    bare_places: frozenset[str]
    people_word: str
    turn_word: str


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

    `elsewhere` are streets and landmarks of other quarters, `syllables` further words that names are made of;
    `spelling` writes out only what is a shortening in places too.
    """

    words: PhraseIndex[tuple[PlaceWord, str]]
    labels: PlaceLabels
    short_forms: dict[str, tuple[str, ...]]
    spelling: Spelling
    elsewhere_streets: tuple[str, ...]
    elsewhere_landmarks: tuple[str, ...]
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
    work_commands: dict[WorkCommandName, tuple[str, ...]]
    work_days: dict[str, frozenset[str]]
    spelling: Spelling
    numbers: NumberWords
    reports: ReportWords
