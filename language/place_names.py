"""Which names the gazetteer holds and how a spelling, exact, misspelt or cut short, finds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from domain.gazetteer import Confidence, Gazetteer, Landmark
from domain.understanding import PlaceKind
from language.lexicon import PlaceLexicon
from language.normalising import Token, fold, tokenize
from language.phrases import Hit, PhraseIndex

_SURENESS = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.97, Confidence.LOW: 0.94}
_ALIKE = 84.0
_SHORTEST_MISSPELT = 5
_MISSPELT_FACTOR = 0.9
_RIVAL_GAP = 0.1
_CUT_SHORT_SCORE = 0.6
_MOST_READINGS = 3
_ELSEWHERE = 0.5
_LEAST_WORDS_SHORTENED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedPlace:
    """One name of the gazetteer; a family's members are told apart by a number after the name.

    `is_elsewhere` marks a street that other quarters have and the gazetteer does not hold.
    """

    kind: PlaceKind
    name: str
    sureness: float
    is_family: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A name that a spelling may mean, with a score of 0–1."""

    named: NamedPlace
    score: float


@dataclass(frozen=True, kw_only=True)
class NameMatch:
    """The readings of the tokens up to `end`, best first."""

    end: int
    readings: tuple[Reading, ...] = field(default_factory=tuple)


class PlaceNames:
    """Every name and alias of the gazetteer, and street names of elsewhere, indexed once."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceLexicon) -> None:
        spelt = list(_spellings(gazetteer, words.short_forms))
        others = [(name, _elsewhere(PlaceKind.STREET, name)) for name in words.elsewhere_streets]
        others.extend((name, _elsewhere(PlaceKind.LANDMARK, name)) for name in words.elsewhere_landmarks)
        self._exact = PhraseIndex([*spelt, *_with_initials(spelt), *others, *_with_initials(others)])
        self._own_names = PhraseIndex((name, True) for name in gazetteer.own_names)
        self._spelt = [(_folded(spelling), named) for spelling, named in spelt]
        self._sounds = [frozenset(token.sound for token in tokenize(spelling)) for spelling, _ in spelt]
        self._folded_names = [spelling for spelling, _ in self._spelt]
        known = [token for name, _ in (*spelt, *others) for token in tokenize(name) if token.is_word]
        known.extend(token for syllable in words.syllables for token in tokenize(syllable))
        self._syllables = frozenset(token.sound for token in known)
        self._folded_syllables = frozenset(token.folded for token in known)

    def exact_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> NameMatch | None:
        """All names of the longest spelling that begins at this token; streets of elsewhere only if no other."""
        hits = list(self._exact.hits_at(tokens, start, accented=accented))
        if not hits:
            return None
        end = hits[0].end
        named = dict.fromkeys(hit.meaning for hit in hits if hit.end == end)
        ours = [each for each in named if not each.is_elsewhere] or list(named)[:1]
        return NameMatch(end=end, readings=tuple(Reading(named=each, score=each.sureness) for each in ours))

    def is_syllable(self, token: Token, *, accented: bool) -> bool:
        """Whether some name contains this word."""
        if accented or token.is_marked:
            return token.sound in self._syllables
        return token.folded in self._folded_syllables

    def own_name_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> Hit[bool] | None:
        """The ward's or city's own name, which is no place inside the ward."""
        return self._own_names.find_at(tokens, start, accented=accented)

    def misspelt(self, tokens: Sequence[Token], *, streets_only: bool, accented: bool = False) -> NameMatch | None:
        """The names most like the first words of a run that must be a name; `end` counts from the run's start.

        Where the writer uses accents (`accented`), half of the words must be right.
        """
        best: NameMatch | None = None
        for length in range(len(tokens), 0, -1):
            match = self._alike(tokens[:length], streets_only=streets_only, accented=accented)
            if match and (best is None or match.readings[0].score > best.readings[0].score):
                best = match
        return best

    def cut_short(self, tokens: Sequence[Token]) -> NameMatch | None:
        """Streets that begin with the whole run, or end with its first two words or more."""
        run = _joined(tokens)
        for length in range(len(tokens), 1, -1):
            ending = _joined(tokens[:length])
            found = dict.fromkeys(
                named
                for spelling, named in self._spelt
                if named.kind is PlaceKind.STREET
                and (spelling.endswith(f" {ending}") or spelling.startswith(f"{run} "))
            )
            if found:
                best = list(found)[:_MOST_READINGS]
                readings = tuple(Reading(named=named, score=_CUT_SHORT_SCORE) for named in best)
                return NameMatch(end=length, readings=readings)
        return None

    def _alike(self, tokens: Sequence[Token], *, streets_only: bool, accented: bool) -> NameMatch | None:
        spelling = _joined(tokens)
        if len(spelling) < _SHORTEST_MISSPELT:
            return None
        found = process.extract(
            spelling, self._folded_names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_READINGS * 2
        )
        scores: dict[NamedPlace, float] = {}
        for _, ratio, index in found:
            spelt, named = self._spelt[index]
            if not _is_word_by_word_alike(spelling, spelt) or (accented and not self._shares_words(tokens, index)):
                continue
            if named.kind is PlaceKind.STREET or not streets_only:
                scores.setdefault(named, ratio / 100 * _MISSPELT_FACTOR * named.sureness)
        least = max(scores.values(), default=0.0) - _RIVAL_GAP
        rivals = (Reading(named=named, score=score) for named, score in scores.items() if score >= least)
        readings = sorted(rivals, key=_by_score)[:_MOST_READINGS]
        return NameMatch(end=len(tokens), readings=tuple(readings)) if readings else None

    def _shares_words(self, tokens: Sequence[Token], index: int) -> bool:
        return 2 * sum(token.sound in self._sounds[index] for token in tokens) >= len(tokens)


def _by_score(reading: Reading) -> tuple[float, str]:
    return (-reading.score, reading.named.name)


def _is_word_by_word_alike(typed: str, wanted: str) -> bool:
    """Words that stand beside each other may differ by one letter; joined or split words are left to the ratio."""
    pairs = list(zip(typed.split(), wanted.split(), strict=False))
    if typed.count(" ") != wanted.count(" "):
        return True
    return all(Levenshtein.distance(one, other) <= 1 for one, other in pairs)


def _joined(tokens: Sequence[Token]) -> str:
    return " ".join(token.folded for token in tokens)


def _folded(spelling: str) -> str:
    return _joined(tokenize(spelling))


def _spellings(gazetteer: Gazetteer, short_forms: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, NamedPlace]]:
    for family in gazetteer.families:
        yield family.name, _named(PlaceKind.STREET, family.name, family.confidence, is_family=True)
    for street in gazetteer.streets:
        named = _named(PlaceKind.STREET, street.name, street.confidence)
        yield from ((spelling, named) for spelling in (street.name, *street.aliases))
    for group in gazetteer.named_groups:
        named = _named(PlaceKind.RESIDENTIAL_GROUP, group.name, group.confidence)
        yield from ((spelling, named) for spelling in (group.name, *group.aliases))
    for landmark in gazetteer.landmarks:
        named = _named(PlaceKind.LANDMARK, landmark.name, landmark.confidence)
        yield from ((spelling, named) for spelling in _landmark_spellings(landmark, short_forms))


def _elsewhere(kind: PlaceKind, name: str) -> NamedPlace:
    return NamedPlace(kind=kind, name=name, sureness=_ELSEWHERE, is_elsewhere=True)


def _with_initials(spelt: list[tuple[str, NamedPlace]]) -> Iterator[tuple[str, NamedPlace]]:
    """Shortened spellings of a street: `N.V.Linh`, `n v linh`, `nv linh`."""
    for spelling, named in spelt:
        words = spelling.split()
        if named.kind is not PlaceKind.STREET or len(words) < _LEAST_WORDS_SHORTENED or not spelling[0].isalpha():
            continue
        initials, last = [word[0] for word in words[:-1]], words[-1]
        if len(last) > 1 and last.isalpha():
            yield from ((shorter + last, named) for shorter in (".".join([*initials, ""]), " ".join([*initials, ""])))
            yield f"{''.join(initials)} {last}", named


def _named(kind: PlaceKind, name: str, confidence: Confidence, *, is_family: bool = False) -> NamedPlace:
    return NamedPlace(kind=kind, name=name, sureness=_SURENESS[confidence], is_family=is_family)


def _landmark_spellings(landmark: Landmark, short_forms: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield from (landmark.name, *landmark.aliases)
    for beginning, shorter in short_forms.items():
        if fold(landmark.name).startswith(fold(beginning)):
            rest = landmark.name[len(beginning) :]
            yield from (short + rest for short in shorter)
