"""What the word lists must look like: pydantic shapes of `templates/keywords.toml` and of `language/data/`."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from domain.chat_commands import ChatCommandName, WorkCommandName
from domain.understanding import ActivityType, Category, Intent, QuestionTopic, Topic
from language.lexicon import Counted, Cue, PlaceWord

_PIECE = re.compile(r"\(\?&(\w+)\)")


def _put_together(pattern: str, pieces: Mapping[str, str]) -> str:
    """The pattern with every `(?&name)` replaced by the piece of that name."""
    try:
        return _PIECE.sub(lambda named: pieces[named[1]], pattern)
    except KeyError as error:
        raise ValueError(f"names the piece {error}, which is not there yet") from error


def _pieces(pieces: dict[str, str]) -> dict[str, str]:
    """Each piece, with those before it in their places."""
    done: dict[str, str] = {}
    for name, piece in pieces.items():
        done[name] = _put_together(piece, done)
    return done


def _pattern(pattern: str, info: ValidationInfo) -> str:
    whole = _put_together(pattern, info.data.get("pieces", {}))
    try:
        re.compile(whole)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from error
    return whole


Phrases = list[Annotated[str, Field(min_length=1)]]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class WeightedPhrases(_Shape):
    """Phrases that tell by themselves and phrases that only support."""

    strong: Phrases
    weak: Phrases = []


class AccentedWords(_Shape):
    """Words that are read only with their accents."""

    words: Phrases


class HiddenPhrases(_Shape):
    """Phrases that hide what stands inside them."""

    phrases: Phrases


class DangerShape(_Shape):
    """A present danger: one hit from each list; a `sure` one needs no other sign."""

    sure: bool = False
    all: Annotated[list[Phrases], Field(min_length=1)]


class CommandShape(_Shape):
    """One command: what its button says and what people type."""

    payload: Annotated[str, Field(pattern=r"^#[a-z_]+$")]
    phrases: Phrases


class CommandsShape(BaseModel):
    """All commands beside the words around them; the commands themselves are the extra tables."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, CommandShape] = Field(init=False)

    politeness: Phrases
    case_prefixes: Phrases

    def commands(self) -> dict[ChatCommandName, CommandShape]:
        """Each command's shape by name; raises ValueError for a name that is not a command or one left out."""
        found = {ChatCommandName(name): shape for name, shape in self.__pydantic_extra__.items()}
        missing = sorted(set(ChatCommandName) - set(found))
        if missing:
            raise ValueError(f"no words for the commands {', '.join(missing)}")
        return found


class WorkDaysShape(_Shape):
    """`[work_days]`: single words around the day that a step of work names."""

    days: Phrases
    leads: Phrases
    trails: Phrases


class KeywordsFile(_Shape):
    """`templates/keywords.toml`."""

    accents_needed: AccentedWords
    hidden: HiddenPhrases
    categories: dict[Category, WeightedPhrases]
    intents: dict[Intent, WeightedPhrases]
    topics: dict[Topic, WeightedPhrases]
    questions: dict[QuestionTopic, WeightedPhrases]
    urgent: list[DangerShape]
    cues: dict[Cue, Phrases]
    activities: dict[ActivityType, Phrases]
    counted: dict[Counted, Phrases]
    work_commands: dict[WorkCommandName, Phrases]
    work_days: WorkDaysShape
    commands: CommandsShape


class ContextShape(_Shape):
    """A shortening that the words around it decide."""

    short: Annotated[str, Field(min_length=1)]
    full: Annotated[str, Field(min_length=1)]
    before: Phrases = []
    after: Phrases = []
    before_number: bool = False


class SpellingFile(_Shape):
    """`spelling.toml`."""

    by_context: list[ContextShape]

    always: dict[str, str]
    dialect: dict[str, str]
    unless_number_follows: dict[str, str]


class VagueWords(_Shape):
    """Words that name no exact number."""

    words: Phrases


class NumbersFile(_Shape):
    """`numbers.toml`."""

    units: dict[str, int]
    only_after_tens: dict[str, int]
    tens: dict[str, int]
    dozens: dict[str, int]
    hundreds: dict[str, int]
    thousands: VagueWords
    prefixes: dict[str, int]
    linkers: VagueWords
    halves: VagueWords
    halves_of: VagueWords
    vague: VagueWords


class PlanShape(_Shape):
    """Words that make a plan, and phrases in which they do not."""

    words: Phrases
    not_words: list[str]


class ReportsFile(_Shape):
    """`reports.toml`."""

    exact: Phrases
    accents_needed: Phrases
    topics: dict[Topic, Phrases]
    counted: dict[str, Phrases]
    turns: dict[str, Phrases]
    plan: PlanShape
    past: VagueWords
    kinds: dict[ActivityType, PlanShape]
    dates: dict[str, Phrases]


class SyllablesFile(_Shape):
    """`syllables.toml`."""

    onsets: list[str]
    rimes: Phrases


class PatternsFile(_Shape):
    """`patterns.toml`."""

    sounds: dict[str, str]
    days_said: dict[str, str]
    pieces: Annotated[dict[str, str], AfterValidator(_pieces)]
    patterns: dict[str, Annotated[str, AfterValidator(_pattern)]]
    relative: dict[str, str]
    words: dict[str, Phrases]
    numbers: dict[str, int]


class LabelsShape(_Shape):
    """How a place is repeated."""

    house: Annotated[str, Field(pattern=r"\{number\}")]
    lane: Annotated[str, Field(pattern=r"\{number\}")]
    group: Annotated[str, Field(pattern=r"\{number\}")]
    crossing: Annotated[str, Field(pattern=r"\{first\}.*\{second\}")]


class PlacesFile(_Shape):
    """`places.toml`."""

    labels: LabelsShape
    short_forms: dict[str, Phrases]
    spelling: dict[str, str]
    spelling_by_context: list[ContextShape]
    accents_needed: Phrases
    words: dict[PlaceWord, Phrases]


class StreetsFile(_Shape):
    """`streets.toml`."""

    names: Phrases
    landmarks: Phrases
    syllables: Phrases


class PersonalFile(_Shape):
    """`personal.toml`."""

    honorifics: Phrases
    streets: Phrases
    family_names: Phrases
    middle_names: Phrases
    not_names: Phrases
    currency: Phrases
    mask: Annotated[str, Field(min_length=1)]
