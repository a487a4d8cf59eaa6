"""How far a name goes that no list holds: by capitals, by what names are made of, by the words that end one."""

from language.lexicon import PlaceWord
from language.place_names import PlaceNames
from language.place_numbers import AddressNumbers
from language.place_text import PlaceText

_MOST_CAPITALS = 5
_MOST_PLAIN = 3
_ENDING_A_NAME = (
    PlaceWord.STOP,
    PlaceWord.RELATION,
    PlaceWord.PREPOSITION,
    PlaceWord.STREET,
    PlaceWord.LANE,
    PlaceWord.GROUP,
)


class NameRuns:
    """Reads unlisted names of one message."""

    def __init__(self, text: PlaceText, numbers: AddressNumbers, names: PlaceNames) -> None:
        self._text = text
        self._numbers = numbers
        self._names = names

    def street_at(self, position: int) -> int | None:
        """The end of an unlisted street's name after a word that announces one; None when none begins here."""
        if self._text.is_capitalised(position):
            return self.capitals_at(position)
        return self.person_at(position) or self._plain_at(position)

    def capitals_at(self, position: int, *, is_addressed: bool = False) -> int | None:
        """The end of a run of words with capitals (`Vuon Dua`), own names left out unless an address leads here."""
        text, end = self._text, self._after_initials(position)
        while end < min(len(text), position + _MOST_CAPITALS) and text.is_capitalised(end):
            if end > position and self._is_no_part_of_a_name(end):
                break
            end += 1
        if end == position or (self.is_own_name(position) and not is_addressed):
            return None
        return end

    def person_at(self, position: int) -> int | None:
        """The end of a person's name as streets bear it: surname, middle name, given name; at least two words."""
        text = self._text
        if text.is_cased and text.accented and not text.is_capitalised(position):
            return None
        start = self._after_initials(position)
        surname = text.word_at(PlaceWord.SURNAME, start)
        if surname is None and start == position:
            return None
        end = surname.end if surname else start
        middle = text.word_at(PlaceWord.MIDDLE_NAME, end)
        if surname and middle and self._may_end_a_name(middle.end, is_sure=True):
            return middle.end + 1
        if self._may_end_a_name(end, is_sure=False):
            return end + 1 + self._may_end_a_name(end + 1, is_sure=False)
        return end if start > position and surname else None

    def syllables_at(self, position: int) -> int | None:
        """The end of a run of two or three words that names are known to be made of, in a text without capitals."""
        text, end = self._text, position
        if text.is_cased or not text.accented:
            return None
        while end < position + _MOST_PLAIN and self._is_name_syllable(end) and not self._is_no_part_of_a_name(end):
            if text.any_at(_ENDING_A_NAME, end):
                break
            end += 1
        return end if end > position + 1 else None

    def is_own_name(self, position: int) -> bool:
        """Whether the ward's or a city's name begins here."""
        text = self._text
        own = self._names.own_name_at(text.tokens, position, accented=text.accented)
        return own is not None or text.word_at(PlaceWord.CITY, position) is not None

    def _plain_at(self, position: int) -> int | None:
        """Two or three words that end no name and that capitals would not have marked."""
        text, end = self._text, position
        while end < position + _MOST_PLAIN and text.is_word(end) and not self._is_no_part_of_a_name(end):
            if text.any_at(_ENDING_A_NAME, end) or len(text.folded(end)) == 1:
                break
            end += 1
        return end if end - position >= 2 else None

    def _may_end_a_name(self, position: int, *, is_sure: bool) -> bool:
        """Whether the last word of a person's name may stand here; `is_sure` after a middle name."""
        text = self._text
        if not text.is_word(position) or self._is_no_part_of_a_name(position):
            return False
        if self._is_name_syllable(position):
            return is_sure or text.accented or not text.word_at(PlaceWord.STOP, position)
        return text.any_at(_ENDING_A_NAME, position) is None and (is_sure or text.accented or position < len(text))

    def _after_initials(self, position: int) -> int:
        """Past initials as in `n.v.linh`."""
        text, end = self._text, position
        while text.is_word(end) and len(text.folded(end)) == 1 and text.folded(end + 1) == ".":
            end += 2
        return end

    def _is_name_syllable(self, position: int) -> bool:
        return self._text.is_word(position) and self._names.is_syllable(
            self._text.tokens[position], accented=self._text.accented
        )

    def _is_no_part_of_a_name(self, position: int) -> bool:
        if self._numbers.lane_at(position):
            return True
        text = self._text
        return self._names.own_name_at(text.tokens, position, accented=text.accented) is not None
