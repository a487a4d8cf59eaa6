"""Which names the gazetteer holds and how a spelling, exact, misspelt or cut short, finds them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from domain.gazetteer import Confidence, Gazetteer, Landmark
from domain.understanding import PlaceKind
from language.normalising import Token, fold, tokenize
from language.phrases import Hit, PhraseIndex

_SURENESS = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.97, Confidence.LOW: 0.94}
_ALIKE = 84.0
_SHORTEST_MISSPELT = 5
_MISSPELT_FACTOR = 0.9
_CUT_SHORT_SCORE = 0.6
_MOST_READINGS = 3


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """One name of the gazetteer; a family's members are told apart by a number after the name."""

    kind: PlaceKind
    name: str
    sureness: float
    is_family: bool = False


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
    """Every name and alias of the gazetteer, indexed once."""

    def __init__(self, gazetteer: Gazetteer, short_forms: dict[str, tuple[str, ...]]) -> None:
        spelt = list(_spellings(gazetteer, short_forms))
        self._exact = PhraseIndex(spelt)
        self._own_names = PhraseIndex((name, True) for name in gazetteer.own_names)
        self._spelt = [(_folded(spelling), named) for spelling, named in spelt]
        self._folded_names = [spelling for spelling, _ in self._spelt]

    def exact_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> NameMatch | None:
        """All names of the longest spelling that begins at this token."""
        hits = list(self._exact.hits_at(tokens, start, accented=accented))
        if not hits:
            return None
        end = hits[0].end
        named = dict.fromkeys(hit.meaning for hit in hits if hit.end == end)
        readings = (Reading(named=each, score=each.sureness) for each in named)
        return NameMatch(end=end, readings=tuple(readings))

    def own_name_at(self, tokens: Sequence[Token], start: int, *, accented: bool) -> Hit[bool] | None:
        """The ward's or city's own name, which is no place inside the ward."""
        return self._own_names.find_at(tokens, start, accented=accented)

    def misspelt(self, tokens: Sequence[Token]) -> NameMatch | None:
        """The names most like the first words of a run that must be a name; `end` counts from the run's start."""
        best: NameMatch | None = None
        for length in range(len(tokens), 0, -1):
            match = self._alike(" ".join(token.folded for token in tokens[:length]), length)
            if match and (best is None or match.readings[0].score > best.readings[0].score):
                best = match
        return best

    def cut_short(self, tokens: Sequence[Token]) -> NameMatch | None:
        """Names that begin or end with this run of at least two words."""
        run = " ".join(token.folded for token in tokens)
        if len(tokens) < 2:
            return None
        found = [named for spelling, named in self._spelt if _is_part(run, spelling)]
        readings = (Reading(named=named, score=_CUT_SHORT_SCORE) for named in dict.fromkeys(found))
        best = tuple(readings)[:_MOST_READINGS]
        return NameMatch(end=len(tokens), readings=best) if best else None

    def _alike(self, spelling: str, length: int) -> NameMatch | None:
        if len(spelling) < _SHORTEST_MISSPELT:
            return None
        found = process.extract(
            spelling, self._folded_names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_READINGS * 2
        )
        scores: dict[NamedPlace, float] = {}
        for _, ratio, index in found:
            named = self._spelt[index][1]
            scores.setdefault(named, ratio / 100 * _MISSPELT_FACTOR * named.sureness)
        readings = sorted((Reading(named=named, score=score) for named, score in scores.items()), key=_by_score)
        return NameMatch(end=length, readings=tuple(readings[:_MOST_READINGS])) if readings else None


def _by_score(reading: Reading) -> tuple[float, str]:
    return (-reading.score, reading.named.name)


def _is_part(run: str, spelling: str) -> bool:
    return spelling.startswith(f"{run} ") or spelling.endswith(f" {run}")


def _folded(spelling: str) -> str:
    return " ".join(token.folded for token in tokenize(spelling))


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


def _named(kind: PlaceKind, name: str, confidence: Confidence, *, is_family: bool = False) -> NamedPlace:
    return NamedPlace(kind=kind, name=name, sureness=_SURENESS[confidence], is_family=is_family)


def _landmark_spellings(landmark: Landmark, short_forms: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield from (landmark.name, *landmark.aliases)
    for beginning, shorter in short_forms.items():
        if fold(landmark.name).startswith(fold(beginning)):
            rest = landmark.name[len(beginning) :]
            yield from (short + rest for short in shorter)
