"""How people write the names of the ward's groups: in full, by first letters, joined, or with letters wrong."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from domain.gazetteer import Gazetteer
from language.lexicon import NumberWords
from language.normalising import Token, fold, tokenize
from language.phrases import PhraseIndex, longest_only
from language.report_patterns import WORDS

_MOST_WORDS = 3
_SHORTEST_WRITTEN = 4
_ONE_WRONG, _TWO_WRONG = 6, 8
_MOST_WRONG = 2
_ONSETS = frozenset({"ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"})
_VOWELS = frozenset("aeiouy")
# First letters that stand for no other word by themselves.
_TELLING = frozenset("qplg")


@dataclass(frozen=True, kw_only=True)
class GroupMention:
    """A group that has a name, named at the tokens `start` up to `end`, with so many letters wrong.

    A sibling is named by its number alone, behind another group of its name.
    """

    name: str
    start: int
    end: int
    wrong: int = 0
    is_sibling: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether its words can hardly mean anything else, a number among them no count."""
        return not self.wrong and not self.is_sibling


class _Written(NamedTuple):
    """A name with its accents and without blanks, its number if it has one, and the group."""

    sound: str
    number: int | None
    name: str


class GroupNames:
    """Finds the groups of one ward; built once, safe to share."""

    def __init__(self, gazetteer: Gazetteer, numbers: NumberWords) -> None:
        self._numbers = numbers.units
        named = [(name, group.name) for group in gazetteer.named_groups for name in (group.name, *group.aliases)]
        short = [(spelling, group) for name, group in named for spelling in _shortened(name)]
        full = [(spelling, group) for name, group in named for spelling in self._spellings(name)]
        self._phrases = PhraseIndex([*full, *short], exact=frozenset(spelling for spelling, _ in short))
        self._written: dict[str, list[_Written]] = {}
        for name, group in named:
            tokens = tokenize(name)
            letters = [token for token in tokens if token.is_word]
            number = int(tokens[-1].word) if tokens[-1].is_number else None
            folded = "".join(token.folded for token in letters)
            one = _Written("".join(token.sound for token in letters), number, group)
            is_half = number is None and group[-1].isdecimal()
            if len(folded) >= _SHORTEST_WRITTEN and not is_half:
                self._written.setdefault(folded, []).append(one)
        self._siblings_of = {
            one.name: [(other.name, other.number) for other in family if other.number and other.name != one.name]
            for family in self._written.values()
            for one in family
            if one.number
        }
        self._by_letter: dict[str, list[str]] = {}
        for folded in self._written:
            self._by_letter.setdefault(folded[0], []).append(folded)

    def find(self, tokens: Sequence[Token]) -> list[GroupMention]:
        """Every group that is named, also by its first letters; then those with letters wrong, where none is."""
        hits = longest_only(self._phrases.find_all(tokens))
        own = [GroupMention(name=hit.meaning, start=hit.start, end=hit.end) for hit in hits]
        covered = {at for one in own for at in range(one.start, one.end)}
        found = [*own, *self._misspelt(tokens, covered)]
        return [*found, *(sibling for one in found for sibling in self._siblings(tokens, one))]

    def _spellings(self, name: str) -> Iterator[str]:
        """The name, its first word by its letter and a full stop (`Q. Chau`), its number in words."""
        yield name
        first, _, rest = name.partition(" ")
        if rest:
            yield f"{first[0]}. {rest}"
        before, _, last = name.rpartition(" ")
        if before and last.isdecimal():
            yield from (f"{before} {word}" for word, value in self._numbers.items() if value == int(last))

    def _siblings(self, tokens: Sequence[Token], one: GroupMention) -> Iterator[GroupMention]:
        """`Nhon Tho 1 va 2`: the group of the same name with the number that is joined to this one's."""
        at = one.end + 1
        if at < len(tokens) and tokens[one.end].folded in WORDS["joins_teams"]:
            number = self._number(tokens[at])
            others = self._siblings_of.get(one.name, ())
            siblings = (name for name, told in others if told == number)
            yield from (GroupMention(name=name, start=at, end=at + 1, is_sibling=True) for name in siblings)

    def _misspelt(self, tokens: Sequence[Token], covered: Set[int]) -> Iterator[GroupMention]:
        """The nearest to a name first; no word is taken for two names."""
        near = sorted(self._near(tokens, covered), key=lambda one: (one.wrong, one.start - one.end, one.start))
        taken: set[int] = set()
        for one in near:
            if taken.isdisjoint(range(one.start, one.end)):
                taken.update(range(one.start, one.end))
                yield one

    def _near(self, tokens: Sequence[Token], covered: Set[int]) -> Iterator[GroupMention]:
        """Names with other letters wrong than their first."""
        for start in range(len(tokens)):
            letters = ""
            for end in range(start + 1, min(start + _MOST_WORDS, len(tokens)) + 1):
                if not tokens[end - 1].is_word or end - 1 in covered:
                    break
                letters += tokens[end - 1].folded
                most = _most_wrong(letters)
                for written in self._by_letter.get(letters[0], ()):
                    wrong = OSA.distance(letters, written, score_cutoff=most)
                    if wrong <= most:
                        yield from self._at(tokens, start, end, written, wrong)

    def _at(self, tokens: Sequence[Token], start: int, end: int, written: str, wrong: int) -> Iterator[GroupMention]:
        """The groups of this name, by the number behind it where they have one; accents count where any was typed."""
        sound = "".join(token.sound for token in tokens[start:end])
        is_marked = any(token.is_marked for token in tokens[start:end])
        behind = self._number(tokens[end]) if end < len(tokens) else None
        for one in self._written[written]:
            strange = OSA.distance(sound, one.sound) if is_marked else wrong
            if strange <= _MOST_WRONG and one.number in {None, behind}:
                yield GroupMention(name=one.name, start=start, end=end + (one.number is not None), wrong=strange)

    def _number(self, token: Token) -> int | None:
        return int(token.word) if token.is_number else self._numbers.get(token.folded)


def _shortened(name: str) -> Iterator[str]:
    """The first word by its letter: `q chau` where that letter is telling, `qchau` where no syllable begins so."""
    first, _, rest = name.partition(" ")
    if not rest:
        return
    letter, joined = fold(first[0]), f"{first[0]}{rest}"
    if letter in _TELLING:
        yield f"{first[0]} {rest}"
    if fold(rest[0]) not in _VOWELS and fold(joined)[:2] not in _ONSETS:
        yield joined


def _most_wrong(letters: str) -> int:
    """How many letters of a name so long may be wrong."""
    return (len(letters) >= _ONE_WRONG) + (len(letters) >= _TWO_WRONG)
