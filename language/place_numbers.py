"""The numbers inside addresses, each read at one position: house, lane, group, lot, block, street code, kilometre."""

from dataclasses import dataclass

from language.lexicon import NumberWords, PlaceWord
from language.numbers import number_at
from language.place_text import PlaceText

_MOST_HOUSE_DIGITS = 4
_MOST_GROUP_DIGITS = 3
_DASHES = {"-", "\u2013"}
_CODE_SIGNS = {".", "-", "/", "\u2013"}
_NO_SUFFIXES = {"h", "m", "k", "p", "g", "x"}
_LONG_SUFFIX = "bis"
_LANE_LETTERS = {"k", "h"}
_METRES = "m"


@dataclass(frozen=True, kw_only=True)
class NumberPart:
    """A number as written (`8`, `20/12`, `8a`) and the token after it."""

    value: str
    end: int


class AddressNumbers:
    """Reads the numbers of one message."""

    def __init__(self, text: PlaceText, numbers: NumberWords) -> None:
        self._text = text
        self._numbers = numbers

    def house_at(self, position: int, *, spoken: bool = False) -> NumberPart | None:
        """`8`, `53/7`, `8A`, `5-7`, `12bis`: at most four digits a part; with `spoken` also number words."""
        if spoken and self._text.is_word(position):
            return self._spoken_house_at(position)
        end = self._digits_end(position)
        if end is None:
            return None
        if spoken and self._text.folded(end) in _DASHES and self._text.is_glued(end) and self._text.is_glued(end + 1):
            end = self._digits_end(end + 1) or end
        return self._part(position, end)

    def group_at(self, position: int) -> NumberPart | None:
        """The number of a residential group: up to three digits, or words; not the first part of a date or fraction."""
        text = self._text
        if text.is_number(position, _MOST_GROUP_DIGITS) and text.folded(position + 1) != "/":
            return NumberPart(value=str(int(text.tokens[position].word)), end=position + 1)
        spoken = self._spoken_at(position)
        is_sure = spoken is not None and (text.accented or spoken.end > position + 1)
        is_ten = text.folded(position) in self._numbers.tens.keys() - self._numbers.units.keys()
        return spoken if is_sure and not is_ten else None

    def member_at(self, position: int) -> NumberPart | None:
        """The number of a street in a family, unless it counts something (`2 ngay`, `3 cai`)."""
        text = self._text
        if text.word_at(PlaceWord.HOUSE, position) and text.is_number(position + 1, _MOST_GROUP_DIGITS):
            position += 1
        number = self.group_at(position)
        if number is None or text.counts_something(number.end):
            return None
        is_word_for_more = text.is_word(position) and text.word_at(PlaceWord.UNIT, position)
        return None if is_word_for_more and number.end == position + 1 and not self._is_closed(number.end) else number

    def lane_at(self, position: int) -> NumberPart | None:
        """`kiet 45`, `K20/12`, `H5/12 K45`: the number, or the whole as written when there are two."""
        first = self._one_lane_at(position)
        if first is None:
            return None
        end = first.end
        while (another := self._one_lane_at(end)) is not None:
            end = another.end
        return first if end == first.end else NumberPart(value=self._text.span(position, end).upper(), end=end)

    def lot_at(self, position: int) -> int | None:
        """The end of `lo B1.54`, `Lo A2-15`; None when no lot begins here."""
        word = self._text.word_at(PlaceWord.LOT, position)
        return None if word is None else self.code_at(word.end)

    def code_at(self, position: int) -> int | None:
        """The end of letters, digits and signs written in one (`B2.10`, `23-B2`, `D5`); a number must be among them."""
        text, end = self._text, position
        while end < len(text) and (end == position or text.is_glued(end)):
            if not (text.is_number(end, _MOST_HOUSE_DIGITS) or text.folded(end) in _CODE_SIGNS or self._is_letter(end)):
                break
            end += 1
        while end > position and text.folded(end - 1) in _CODE_SIGNS:
            end -= 1
        return end if any(text.tokens[each].is_number for each in range(position, end)) else None

    def letter_at(self, position: int, *, is_small: bool = False) -> int | None:
        """The end of a single capital letter, as blocks bear it; with `is_small` in any case."""
        is_shown = is_small or self._text.is_capitalised(position)
        return position + 1 if is_shown and self._is_letter(position) else None

    def width_at(self, position: int) -> int | None:
        """The end of a width that new streets are called by: `10m5`, `7.5m`, `5 m`."""
        text = self._text
        if not text.is_number(position, 2):
            return None
        end = position + 1
        if text.folded(end) in {".", ","} and text.is_number(end + 1, 2):
            end += 2
        if text.folded(end) != _METRES:
            return None
        return end + 2 if text.is_glued(end + 1) and text.is_number(end + 1, 2) else end + 1

    def kilometre_at(self, position: int) -> int | None:
        """The end of `km 5+200`, `Km12`."""
        word = self._text.word_at(PlaceWord.KILOMETRE, position)
        if word is None or not self._text.is_number(word.end, _MOST_HOUSE_DIGITS):
            return None
        end = word.end + 1
        is_exact = self._text.folded(end) == "+" and self._text.is_number(end + 1, _MOST_HOUSE_DIGITS)
        return end + 2 if is_exact else end

    def _one_lane_at(self, position: int) -> NumberPart | None:
        text = self._text
        word = text.word_at(PlaceWord.LANE, position)
        if word is None:
            return None
        is_short = text.folded(position) in _LANE_LETTERS and word.end == position + 1
        number = self.house_at(word.end, spoken=not is_short)
        if number is None or (is_short and self._is_no_lane(position, number)):
            return None
        return number

    def _is_no_lane(self, position: int, number: NumberPart) -> bool:
        """A letter after digits, as in `7h30` or `50k`, is no lane; a lone `h` is one only beside another lane."""
        text = self._text
        if position > 0 and text.tokens[position - 1].is_number:
            return text.is_glued(position) or text.folded(position) == "h"
        if "/" in number.value:
            return False
        if text.folded(position) == "h":
            return text.folded(number.end) not in _LANE_LETTERS and not text.word_at(PlaceWord.LANE, number.end)
        return not text.is_glued(position + 1) and not text.is_capitalised(position)

    def _digits_end(self, position: int) -> int | None:
        text, end = self._text, position
        while text.is_number(end, _MOST_HOUSE_DIGITS):
            end += 1
            if text.is_glued(end) and self._is_suffix(end):
                end += 1
            if text.folded(end) == "/" and text.is_number(end + 1, _MOST_HOUSE_DIGITS):
                end += 1
                continue
            break
        return end if end > position else None

    def _is_suffix(self, position: int) -> bool:
        folded = self._text.folded(position)
        return folded == _LONG_SUFFIX or (self._is_letter(position) and folded not in _NO_SUFFIXES)

    def _is_letter(self, position: int) -> bool:
        return self._text.is_word(position) and len(self._text.folded(position)) == 1

    def _part(self, start: int, end: int) -> NumberPart:
        return NumberPart(value="".join(token.word for token in self._text.tokens[start:end]), end=end)

    def _spoken_house_at(self, position: int) -> NumberPart | None:
        """`muoi bon`, `hai muoi xuyet bon`."""
        first = self._spoken_at(position)
        if first is None:
            return None
        slash = self._text.word_at(PlaceWord.SLASH, first.end)
        second = self._spoken_at(slash.end) if slash else None
        return NumberPart(value=f"{first.value}/{second.value}", end=second.end) if second else first

    def _spoken_at(self, position: int) -> NumberPart | None:
        if not self._text.is_word(position):
            return None
        number = number_at(self._text.tokens, position, self._numbers)
        if number is None or not number.value:
            return None
        is_spoken = all(self._text.word_at(PlaceWord.NUMBER_WORD, each) for each in range(position, number.end))
        return NumberPart(value=str(number.value), end=number.end) if is_spoken else None

    def _is_closed(self, position: int) -> bool:
        """Whether nothing follows that a single number word could belong to."""
        return position >= len(self._text) or not self._text.is_word(position)
