"""The parts an address is made of, each read at one position: relation, house, lane, street word, group, lot."""

from collections.abc import Sequence
from dataclasses import dataclass

from language.lexicon import PlaceWord
from language.normalising import Token
from language.phrases import Hit, PhraseIndex, is_accented

_MOST_HOUSE_DIGITS = 4
_MOST_GROUP_DIGITS = 3
_MOST_RUN_WORDS = 5
_MOST_PLAIN_RUN_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class NumberPart:
    """A number as written (`8`, `20/12`, `8a`) and the token after it."""

    value: str
    end: int


class AddressText:
    """A message's tokens with the questions that reading an address asks of them."""

    def __init__(self, text: str, tokens: tuple[Token, ...], words: dict[PlaceWord, PhraseIndex[str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.accented = is_accented(tokens)
        self._words = words
        self._is_shouted = text.isupper() or text.islower()

    def word_at(self, kind: PlaceWord, position: int) -> Hit[str] | None:
        """The longest word of this kind that begins at `position`."""
        index = self._words.get(kind)
        return index.find_at(self.tokens, position, accented=self.accented) if index else None

    def ends_with(self, kind: PlaceWord, position: int) -> bool:
        """Whether a word of this kind ends right before `position`."""
        return any(
            hit.end == position
            for start in range(max(0, position - 3), position)
            if (hit := self.word_at(kind, start)) is not None
        )

    def folded(self, position: int) -> str:
        """The folded word at `position`, empty past the end."""
        return self.tokens[position].folded if 0 <= position < len(self.tokens) else ""

    def span(self, start: int, end: int) -> str:
        """The original text of the tokens `start` up to `end`."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def is_capitalised(self, position: int) -> bool:
        """Whether a word begins with a capital in a text that uses both cases."""
        if not 0 <= position < len(self.tokens) or self._is_shouted:
            return False
        token = self.tokens[position]
        return token.is_word and self.text[token.start].isupper()

    def house_number_at(self, position: int) -> NumberPart | None:
        """`8`, `53/7`, `8A`: at most four digits a part."""
        end = position
        while self._is_number(end, _MOST_HOUSE_DIGITS):
            end += 1
            if self.folded(end) == "/" and self._is_number(end + 1, _MOST_HOUSE_DIGITS):
                end += 1
                continue
            break
        if end == position:
            return None
        if end < len(self.tokens) and len(self.folded(end)) == 1 and self.tokens[end].is_word:
            end += self.tokens[end].is_glued
        return NumberPart(value="".join(token.word for token in self.tokens[position:end]), end=end)

    def group_number_at(self, position: int) -> NumberPart | None:
        """The number of a residential group: up to three digits, not the first part of a date or fraction."""
        if not self._is_number(position, _MOST_GROUP_DIGITS) or self.folded(position + 1) == "/":
            return None
        return NumberPart(value=str(int(self.tokens[position].word)), end=position + 1)

    def member_number_at(self, position: int) -> NumberPart | None:
        """The number of a street in a family, unless it counts something (`2 ngay`, `3 cai`)."""
        if self.word_at(PlaceWord.HOUSE, position) and self.folded(position + 1).isdecimal():
            position += 1
        number = self.group_number_at(position)
        return None if number is None or self.word_at(PlaceWord.UNIT, number.end) else number

    def lane_at(self, position: int) -> NumberPart | None:
        """`kiet 45`, `K20/12`, `H5/12 K45`: the number, or the whole as written when there are two."""
        first = self._one_lane_at(position)
        if first is None:
            return None
        second = self._one_lane_at(first.end)
        if second is None:
            return first
        return NumberPart(value=self.span(position, second.end).upper(), end=second.end)

    def lot_at(self, position: int) -> int | None:
        """The end of `lo B1.54`, `Lo A2-15 Khu E`; None when no lot begins here."""
        word = self.word_at(PlaceWord.LOT, position)
        if word is None or word.end >= len(self.tokens):
            return None
        end = word.end + 1
        while (
            end < len(self.tokens)
            and self.tokens[end].is_glued
            and (self.tokens[end].is_number or self.folded(end) in {".", "-", "/"} or len(self.folded(end)) == 1)
        ):
            end += 1
        if not any(token.is_number for token in self.tokens[word.end : end]):
            return None
        while not (self.tokens[end - 1].is_number or self.tokens[end - 1].is_word):
            end -= 1
        area = self.word_at(PlaceWord.AREA, end)
        return area.end + 1 if area and len(self.folded(area.end)) == 1 else end

    def name_run(self, position: int, own_name_starts: Sequence[bool]) -> tuple[int, bool]:
        """How far words that can be a name go from `position`, and whether capitals vouch for them."""
        end, capitals = position, self.is_capitalised(position)
        most = _MOST_RUN_WORDS if capitals else _MOST_PLAIN_RUN_WORDS
        while end < min(len(self.tokens), position + most) and self.tokens[end].is_word and not own_name_starts[end]:
            if self.lane_at(end) or not self._may_be_named(end, capitals=capitals):
                break
            end += 1
        return end, capitals

    def _may_be_named(self, position: int, *, capitals: bool) -> bool:
        return self.is_capitalised(position) if capitals else self.word_at(PlaceWord.STOP, position) is None

    def _one_lane_at(self, position: int) -> NumberPart | None:
        word = self.word_at(PlaceWord.LANE, position)
        if word is None:
            return None
        number = self.house_number_at(word.end)
        is_letter = len(self.folded(position)) == 1
        return None if number is None or (is_letter and self._is_time(position)) else number

    def _is_time(self, position: int) -> bool:
        """A letter between digits, as in `7h30`, is no lane."""
        return position > 0 and self.tokens[position].is_glued and self.tokens[position - 1].is_number

    def _is_number(self, position: int, most_digits: int) -> bool:
        return (
            0 <= position < len(self.tokens)
            and self.tokens[position].is_number
            and len(self.tokens[position].word) <= most_digits
        )
