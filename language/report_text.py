"""A report as its numbers show it: words folded, numbers read, so that patterns of dates and times can be found."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from language.lexicon import NumberWords, ReportWords
from language.normalising import Token
from language.numbers import number_at
from language.phrases import PhraseIndex, is_accented
from language.report_patterns import SOUNDS, WORDS

NUMBER = "0"
_THREE = 3
_FOUR = 4
_MOST_OF_A_UNIT = 9


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One word, sign or number of the tokens `start` up to `end`; a number is written in digits, whatever was typed."""

    word: str
    start: int
    end: int
    value: int | None = None


class ReportText:
    """One message, once as pieces and once as a line of folded words."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        numbers: NumberWords,
        words: ReportWords,
        *,
        names: frozenset[int] = frozenset(),
    ) -> None:
        self._names = names
        self._numbers = numbers
        self.text = text
        self.tokens = tokens
        self._folded = [token.folded for token in tokens]
        self.words = words
        self.accented = is_accented(tokens)
        self.pieces = tuple(self._read(numbers))
        self.line = " ".join(piece.word for piece in self.pieces)
        self._starts = self._offsets()
        self._found: dict[int, list[tuple[int, int]]] = {}
        self._matched: dict[re.Pattern[str], list[tuple[re.Match[str], int, int]]] = {}

    @cached_property
    def seen_words(self) -> list[str]:
        """The folded words of all tokens, every number as one same word: what weights are learned from."""
        return [NUMBER if token.is_number else token.folded for token in self.tokens]

    @cached_property
    def seen_pieces(self) -> list[str]:
        """The words of all pieces, likewise."""
        return [NUMBER if piece.value is not None else piece.word for piece in self.pieces]

    @cached_property
    def line_starts(self) -> frozenset[int]:
        """The tokens with which a new line begins; line breaks are no tokens themselves."""
        ends = [0, *(token.end for token in self.tokens)]
        gaps = ((at, self.text[ends[at] : token.start]) for at, token in enumerate(self.tokens))
        return frozenset(at for at, gap in gaps if at and "\n" in gap)

    def breaks_line(self, start: int, end: int) -> bool:
        """Whether a new line begins with one of the tokens `start` up to `end` or with `end` itself."""
        return any(at in self.line_starts for at in range(start, end + 1))

    @cached_property
    def is_shouted(self) -> bool:
        """Whether all letters are capitals, so that they tell no names."""
        return self.text.isupper()

    def is_capital(self, at: int) -> bool:
        """Whether a token begins with a capital letter."""
        return self.text[self.tokens[at].start].isupper()

    def number_from(self, at: int) -> tuple[int | None, int]:
        """The number that begins with a token, if one does, and the token behind it."""
        piece = self._by_start.get(at)
        return (piece.value, piece.end) if piece else (None, at + 1)

    @cached_property
    def _by_start(self) -> dict[int, Piece]:
        return {piece.start: piece for piece in self.pieces}

    def part(self, tokens: Sequence[Token], *, text: str | None = None) -> "ReportText":
        """Only these tokens of it, also where they are no longer quite what was typed, or another text's."""
        return ReportText(self.text if text is None else text, tokens, self._numbers, self.words)

    def _read(self, numbers: NumberWords) -> Iterator[Piece]:
        stops = {hit.start for hit in self.words.counted.find_all(self.tokens)}
        position = 0
        while position < len(self.tokens):
            piece = self._piece_at(position, numbers, stops)
            yield piece
            position = piece.end

    def _piece_at(self, position: int, numbers: NumberWords, stops: set[int]) -> Piece:
        token = self.tokens[position]
        if token.is_number and position not in self._names:
            return self._digits_at(position, numbers)
        if token.folded == ":" and self._is_in_a_clock(position):
            return Piece(word="h", start=position, end=position + 1)
        is_none = (
            position in self._names
            or self._means_year(position)
            or self._means_next(position)
            or self._means_elder(position)
            or self._means_name(position)
        )
        ends = stops | {position + 1} if self._names_weekday(position) else stops
        number = None if is_none else number_at(self.tokens, position, numbers, ends)
        if number is None or number.value is None:
            end = number.end if number else position + 1
            return Piece(word=self._line_word(token), start=position, end=end)
        value, end = self._said_without_tens(number.value, position, number.end, numbers)
        return Piece(word=str(value), start=position, end=end, value=value)

    def _said_without_tens(self, value: int, start: int, end: int, numbers: NumberWords) -> tuple[int, int]:
        """`to nam tam`: the number of a group or a lane may leave out its tens."""
        names = start > 0 and self.tokens[start - 1].folded in WORDS["group_or_lane"]
        if not names or value > _MOST_OF_A_UNIT or end >= len(self.tokens) or self.tokens[end].is_number:
            return value, end
        unit = number_at(self.tokens, end, numbers)
        if unit is None or unit.value is None or unit.value > _MOST_OF_A_UNIT:
            return value, end
        counts = unit.end < len(self.tokens) and self.words.counted.find_at(
            self.tokens, unit.end, accented=self.accented
        )
        return (value, end) if counts else (value * 10 + unit.value, unit.end)

    def _line_word(self, token: Token) -> str:
        """The word without accents, but what only its accents tell from a word of days is kept apart from it."""
        return SOUNDS.get(token.sound, token.folded) if token.is_marked else token.folded

    def _is_in_a_clock(self, position: int) -> bool:
        pair = self.tokens[position : position + 2]
        return len(pair) == 2 and all(token.is_glued for token in pair) and pair[1].is_number and len(pair[1].word) == 2

    def _means_year(self, position: int) -> bool:
        """Whether a word that could be the number five is the word for a year."""
        years = self.words.days["year"]
        if self.tokens[position].folded not in years:
            return False
        before = self.tokens[position - 1] if position else None
        after = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
        if after is not None and (
            after.is_number and len(after.word) == _FOUR or after.folded in self.words.days["of_year"]
        ):
            return True
        return before is not None and before.folded in self.words.days["before_year"]

    def _names_weekday(self, position: int) -> bool:
        """Whether it tells a day of the week, so that what follows is no more of its number: `thu hai may ba con`."""
        return position > 0 and self.tokens[position - 1].folded in WORDS["weekday_begins"]

    def _means_next(self, position: int) -> bool:
        """Whether a word that could be the number six says which week or month: the next one."""
        token = self.tokens[position]
        if token.folded not in WORDS["next_or_six"] or token.sound != token.folded or not position:
            return False
        return self.tokens[position - 1].folded in WORDS["stretch_of_days"]

    def _means_name(self, position: int) -> bool:
        """Whether a word that could be a number is what somebody is called: with a capital, behind a word for kin."""
        before = self.tokens[position - 1] if position else None
        if before is None or before.folded not in WORDS["before_a_name"] or self.is_shouted:
            return False
        return self.is_capital(position)

    def _means_elder(self, position: int) -> bool:
        """Whether a word that could be the number three is a person: who was counted, behind digits, or a companion."""
        token, before = self.tokens[position], self.tokens[max(position - 2, 0) : position]
        if token.folded not in WORDS["elder_or_three"] or token.is_marked:
            return False
        if self._stands_beside(position):
            return True
        if not before or not before[-1].is_number:
            return False
        hit = self.words.counted.find_at(self.tokens, position + 1, accented=self.accented)
        of_elders = hit is None or (
            hit.meaning == "people" and self.tokens[position + 1].folded not in WORDS["persons"]
        )
        return of_elders and before[0].folded not in WORDS["names_a_team"]

    def _stands_beside(self, position: int) -> bool:
        """`ba voi co Thu`, `em voi ba di`: joined with others, and nothing counted behind it."""
        around = self.tokens[max(position - 1, 0) : position + 2]
        if not any(token.folded in WORDS["together_with"] for token in around):
            return False
        return self.words.counted.find_at(self.tokens, position + 1, accented=self.accented) is None

    def _digits_at(self, position: int, numbers: NumberWords) -> Piece:
        digits, end = self.tokens[position].word, position + 1
        while self._is_thousands(end):
            digits, end = digits + self.tokens[end + 1].word, end + 2
        value = int(digits) if len(digits) <= 7 else None
        if value is not None and end < len(self.tokens) and self.tokens[end].folded in numbers.dozens:
            value, end = value * numbers.dozens[self.tokens[end].folded], end + 1
            digits = str(value)
        return Piece(word=digits, start=position, end=end, value=value)

    def _is_thousands(self, position: int) -> bool:
        pair = self.tokens[position : position + 2]
        if len(pair) < 2 or pair[0].folded != "." or not all(token.is_glued for token in pair):
            return False
        return pair[1].is_number and len(pair[1].word) == _THREE

    def _offsets(self) -> list[int]:
        offsets, at = [], 0
        for piece in self.pieces:
            offsets.append(at)
            at += len(piece.word) + 1
        return offsets

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int, int]]:
        """Every match of a pattern over the line, with the pieces it covers; looked for once."""
        found = self._matched.get(pattern)
        if found is None:
            found = self._matched[pattern] = [
                (match, self.piece_of(match.start()), self.piece_of(match.end() - 1) + 1)
                for match in pattern.finditer(self.line)
                if match.end() > match.start()
            ]
        return iter(found)

    def piece_of(self, offset: int) -> int:
        """The piece that holds this place of the line."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def verbatim(self, start: int, end: int) -> str:
        """What was typed for the pieces `start` up to `end`."""
        first, last = self.tokens[self.pieces[start].start], self.tokens[self.pieces[end - 1].end - 1]
        return self.text[first.start : last.end]

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The tokens of the pieces `start` up to `end`."""
        return self.pieces[start].start, self.pieces[end - 1].end

    def has(self, index: PhraseIndex[bool]) -> bool:
        """Whether any phrase stands anywhere."""
        return bool(self.places_of(index))

    def places_of(self, index: PhraseIndex[bool]) -> list[tuple[int, int]]:
        """The tokens that each phrase covers, longest at each place; looked for once."""
        found = self._found.get(id(index))
        if found is None:
            found = self._found[id(index)] = self._look_for(index)
        return found

    def _look_for(self, index: PhraseIndex[bool]) -> list[tuple[int, int]]:
        found = []
        for position in index.beginnings(self._folded):
            hit = index.find_at(self.tokens, position, accented=self.accented)
            if hit:
                found.append((hit.start, hit.end))
        return found
