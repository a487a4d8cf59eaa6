"""How the word lists become an interpreter; nothing else reads them."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from domain.errors import BadData
from domain.gazetteer import Gazetteer
from language.files import DATA, read_words
from language.intents import HEADS, TOPIC_HEADS, MessageWeights
from language.interpreter import Interpreter
from language.lexicon import (
    ByContext,
    CommandWords,
    Counted,
    Dangers,
    Hidden,
    KindWords,
    Lexicon,
    NumberWords,
    PlaceLabels,
    PlaceLexicon,
    ReportWords,
    Signal,
    SignalKey,
    Spelling,
)
from language.misspellings import Misspellings
from language.model import load_model
from language.normalising import fold, fold_words, sound_of
from language.phrases import PhraseIndex
from language.report_leanings import NUMBER_HEADS, REPORT_HEADS, WORD_HEADS, WORK_HEADS, ReportWeights
from language.shapes import (
    ContextShape,
    KeywordsFile,
    NumbersFile,
    PlacesFile,
    ReportsFile,
    SpellingFile,
    StreetsFile,
    SyllablesFile,
    WeightedPhrases,
)
from language.telex import Telex

MODEL = DATA / "model.json.gz"
TOPIC_MODEL = DATA / "topic_model.json.gz"
REPORT_MODEL = DATA / "report_model.json.gz"
WORD_MODEL = DATA / "word_model.json.gz"
NUMBER_MODEL = DATA / "number_model.json.gz"
WORK_MODEL = DATA / "work_model.json.gz"
_STRONG, _WEAK = 3.0, 1.0


@lru_cache(maxsize=2)
def load_interpreter(keywords_path: Path, gazetteer: Gazetteer) -> Interpreter:
    """Read the words people type and the data beside this module, once in a process for each gazetteer.

    An interpreter keeps nothing of what it reads. Raises BadData naming file and place.
    """
    of_messages = MessageWeights(  # first: what the reading of models leaves free, the word lists fill
        of_messages=load_model(MODEL, HEADS), of_topics=load_model(TOPIC_MODEL, TOPIC_HEADS)
    )
    of_reports = ReportWeights(
        of_reports=load_model(REPORT_MODEL, REPORT_HEADS),
        of_words=load_model(WORD_MODEL, WORD_HEADS),
        of_numbers=load_model(NUMBER_MODEL, NUMBER_HEADS),
        of_work=load_model(WORK_MODEL, WORK_HEADS),
    )
    return Interpreter(load_lexicon(keywords_path), gazetteer, of_messages, of_reports)


@lru_cache(maxsize=2)
def load_lexicon(keywords_path: Path) -> Lexicon:
    """Read and check every word list, once in a process; raises BadData naming file and place."""
    keywords = read_words(keywords_path, KeywordsFile)
    accented = frozenset(keywords.accents_needed.words)
    return Lexicon(
        signals=PhraseIndex(_signals(keywords), accents_needed=accented),
        dangers=_dangers(keywords),
        people_units={key: keywords.counted[key][0] for key in (Counted.PEOPLE, Counted.TURNS)},
        places=_load_places(),
        commands=_command_words(keywords_path, keywords),
        work_commands={name: tuple(ways) for name, ways in keywords.work_commands.items()},
        work_days={name: frozenset(map(fold_words, ways)) for name, ways in keywords.work_days.model_dump().items()},
        spelling=_load_spelling(),
        numbers=load_number_words(),
        reports=_load_reports(keywords),
    )


def _load_places() -> PlaceLexicon:
    places = read_words(DATA / "places.toml", PlacesFile)
    streets = read_words(DATA / "streets.toml", StreetsFile)
    words = ((phrase, (word, phrase)) for word, phrases in places.words.items() for phrase in phrases)
    return PlaceLexicon(
        words=PhraseIndex(words, accents_needed=frozenset(places.accents_needed)),
        labels=PlaceLabels(**places.labels.model_dump()),
        short_forms={name: tuple(forms) for name, forms in places.short_forms.items()},
        spelling=Spelling(
            telex=load_telex(),
            always=_written_out(places.spelling),
            unless_number_follows={},
            by_context=_by_context(places.spelling_by_context),
        ),
        elsewhere_streets=tuple(streets.names),
        elsewhere_landmarks=tuple(streets.landmarks),
        syllables=tuple(streets.syllables),
        numbers=load_number_words(),
    )


def _dangers(keywords: KeywordsFile) -> Dangers:
    phrases = (
        (phrase, (number, part))
        for number, danger in enumerate(keywords.urgent)
        for part, alternatives in enumerate(danger.all)
        for phrase in alternatives
    )
    return Dangers(
        phrases=PhraseIndex(phrases, accents_needed=frozenset(keywords.accents_needed.words)),
        sizes=tuple(len(danger.all) for danger in keywords.urgent),
        sure=frozenset(number for number, danger in enumerate(keywords.urgent) if danger.sure),
    )


def _signals(keywords: KeywordsFile) -> Iterator[tuple[str, Signal]]:
    weighted: list[tuple[SignalKey, WeightedPhrases]] = [
        *keywords.categories.items(),
        *keywords.intents.items(),
        *keywords.topics.items(),
        *keywords.questions.items(),
    ]
    plain: list[tuple[SignalKey, list[str]]] = [
        *keywords.cues.items(),
        *keywords.activities.items(),
        *keywords.counted.items(),
        (Hidden.HIDDEN, keywords.hidden.phrases),
    ]
    for key, phrases in weighted:
        strong, weak = Signal(key, _STRONG), Signal(key, _WEAK)
        yield from ((phrase, strong) for phrase in phrases.strong)
        yield from ((phrase, weak) for phrase in phrases.weak)
    for key, words in plain:
        signal = Signal(key)
        yield from ((phrase, signal) for phrase in words)


def _command_words(path: Path, keywords: KeywordsFile) -> CommandWords:
    try:
        commands = keywords.commands.commands()
    except ValueError as error:
        raise BadData(f"{path}: [commands]: {error}. Name every command once.") from error
    return CommandWords(
        phrases=tuple((phrase, name) for name, shape in commands.items() for phrase in shape.phrases),
        payloads={name: shape.payload for name, shape in commands.items()},
        politeness=tuple(keywords.commands.politeness),
        case_prefixes=tuple(keywords.commands.case_prefixes),
    )


def _load_spelling() -> Spelling:
    file = read_words(DATA / "spelling.toml", SpellingFile)
    return Spelling(
        telex=load_telex(),
        always=_written_out(file.always | file.dialect),
        unless_number_follows=_written_out(file.unless_number_follows),
        by_context=_by_context(file.by_context),
    )


@lru_cache(maxsize=1)
def load_telex() -> Telex:
    """What reads words typed as keys. Raises BadData naming file and place."""
    syllables = _load_syllables()
    return Telex(syllables.onsets, syllables.rimes)


@lru_cache(maxsize=1)
def _load_syllables() -> SyllablesFile:
    return read_words(DATA / "syllables.toml", SyllablesFile)


def _written_out(words: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {sound_of(short): tuple(full.split()) for short, full in words.items()}


def _by_context(shapes: list[ContextShape]) -> dict[str, tuple[ByContext, ...]]:
    found: dict[str, tuple[ByContext, ...]] = {}
    for shape in shapes:
        rule = ByContext(
            words=tuple(shape.full.split()),
            before=frozenset(fold(word) for word in shape.before),
            after=frozenset(fold(word) for word in shape.after),
            before_number=shape.before_number,
        )
        found[sound_of(shape.short)] = (*found.get(sound_of(shape.short), ()), rule)
    return found


def load_number_words() -> NumberWords:
    """The words of numbers alone. Raises BadData naming file and place."""
    file = read_words(DATA / "numbers.toml", NumbersFile)
    return NumberWords(
        starters=_folded(file.units),
        units=_folded(file.units | file.only_after_tens),
        only_after_tens=_folded(file.only_after_tens),
        tens=_folded(file.tens),
        dozens=_folded(file.dozens),
        hundreds=_folded(file.hundreds),
        thousands=_folded_words(file.thousands.words),
        prefixes=_folded(file.prefixes),
        linkers=_folded_words(file.linkers.words),
        halves=_folded_words(file.halves.words),
        halves_of=_folded_words(file.halves_of.words),
        vague=_folded_words(file.vague.words),
    )


def _folded_words(words: list[str]) -> frozenset[str]:
    return frozenset(spelling for word in words for spelling in (fold(word), sound_of(word)))


def _folded(words: dict[str, int]) -> dict[str, int]:
    """Each word by what it is without accents and by its sound with them."""
    return {spelling: value for word, value in words.items() for spelling in (fold(word), sound_of(word))}


def _load_reports(keywords: KeywordsFile) -> ReportWords:
    file = read_words(DATA / "reports.toml", ReportsFile)
    exact, accented = frozenset(file.exact), frozenset(file.accents_needed)
    return ReportWords(
        counted=PhraseIndex(
            ((phrase, key) for key, phrases in file.counted.items() for phrase in phrases),
            accents_needed=accented,
            exact=exact,
        ),
        turns={key: _yes(phrases, exact, accented) for key, phrases in file.turns.items()},
        kinds=tuple(
            KindWords(kind=kind, words=_yes(shape.words, exact), not_words=_yes(shape.not_words, exact))
            for kind, shape in file.kinds.items()
        ),
        misspellings=_load_misspellings(file),
        topics=PhraseIndex(
            ((phrase, topic) for topic, phrases in file.topics.items() for phrase in phrases), exact=exact
        ),
        plan=_yes(file.plan.words, exact),
        no_plan=_yes(file.plan.not_words, exact),
        past=_yes(file.past.words, exact),
        days={key: tuple(fold_words(phrase) for phrase in phrases) for key, phrases in file.dates.items()},
        bare_places=frozenset(fold_words(one) for one in file.turns["bare_place"]),
        people_word=keywords.counted[Counted.PEOPLE][0],
        turn_word=keywords.counted[Counted.TURNS][0],
    )


def _load_misspellings(file: ReportsFile) -> Misspellings:
    """The words that count in reports are put right where they are misspelt."""
    syllables = _load_syllables()
    lists = [*file.counted.values(), *file.turns.values(), *file.topics.values(), *file.dates.values()]
    lists += [shape.words for shape in file.kinds.values()]
    return Misspellings((phrase for phrases in lists for phrase in phrases), syllables.onsets, syllables.rimes)


def _yes(phrases: list[str], exact: frozenset[str], accents_needed: frozenset[str] = frozenset()) -> PhraseIndex[bool]:
    single = {phrase for phrase in phrases if len(phrase.split()) == 1}
    return PhraseIndex(((phrase, True) for phrase in phrases), accents_needed=accents_needed, exact=exact | single)
