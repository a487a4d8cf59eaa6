"""How streets are read: after a word for street, as a route, bare, misspelt, or held by no list."""

from dataclasses import replace

from domain.understanding import PlaceKind
from language.lexicon import PlaceWord
from language.place_context import PlaceContext
from language.place_names import NameMatch
from language.place_pieces import Piece, PieceKind, Setting

_SURE_GUESS = 0.79
_LONGEST_RUN = 5


class StreetReader:
    """Reads the streets of one message, each at one token."""

    def __init__(self, context: PlaceContext) -> None:
        self._context = context

    def street_at(self, position: int) -> Piece | None:
        """A street, with or without the word for it, where a crossing or range asks for one."""
        setting = Setting(is_announced=True, is_addressed=True)
        return self.street(position, setting) or self.bare_street(position, setting)

    def street(self, position: int, setting: Setting) -> Piece | None:
        text = self._context.text
        if route := self._route(position):
            return route
        word = text.word_at(PlaceWord.STREET, position)
        if word is None or self._context.exact(position):
            return None
        start = word.end + (text.folded(word.end) == ".")
        if self._is_house_of_a_street(start):
            return None
        is_short = len(word.phrase) <= 3
        named = self._street_name(start, is_short=is_short)
        return replace(named, start=position, is_announced=True) if named else None

    def _is_house_of_a_street(self, start: int) -> bool:
        """Whether a house number and the street's name follow: the word before belongs to a lamp or to the ground."""
        number = self._context.numbers.member_at(start) if self._context.text.word_at(PlaceWord.HOUSE, start) else None
        match = self._context.exact(number.end) if number else None
        return match is not None and match.readings[0].named.kind is PlaceKind.STREET

    def _route(self, position: int) -> Piece | None:
        word = self._context.text.word_at(PlaceWord.STREET, position)
        start = word.end if word else position
        match = self._context.exact(start)
        if match and match.readings[0].named.name[-1:].isalnum() and self._context.text.word_at(PlaceWord.ROUTE, start):
            return Piece(kind=PieceKind.STREET, start=position, end=match.end, readings=match.readings)
        route = self._context.text.word_at(PlaceWord.ROUTE, start)
        number = self._context.numbers.house_at(route.end) if route else None
        return Piece(kind=PieceKind.STREET, start=position, end=number.end) if number else None

    def _street_name(self, start: int, *, is_short: bool) -> Piece | None:
        """What follows a word for street: a known name, a number or code, a misspelt or an unlisted name."""
        if match := self._context.exact(start, is_lenient=not is_short):
            return self._context.of_match(start, match)
        if not is_short and (end := self._numbered_street_end(start)):
            return Piece(kind=PieceKind.STREET, start=start, end=end)
        if self._context.runs.is_own_name(start):
            return None
        end = self._context.runs.capitals_at(start) if is_short else self._context.runs.street_at(start)
        guess = self._guess(start, end)
        if guess:
            return self._context.of_match(start, guess)
        if end is None:
            return None
        return Piece(kind=PieceKind.STREET, start=start, end=self._context.with_number(end))

    def _numbered_street_end(self, start: int) -> int | None:
        text = self._context.text
        if text.word_at(PlaceWord.HOUSE, start) or text.word_at(PlaceWord.LOT, start):
            number = self._context.numbers.member_at(start)
            return number.end if number else None
        code = self._context.numbers.code_at(start) if text.is_word(start) and text.is_glued(start + 1) else None
        return self._context.numbers.width_at(start) or code or self._date_end(start)

    def _date_end(self, start: int) -> int | None:
        number = self._context.numbers.house_at(start)
        return number.end if number and not self._context.text.word_at(PlaceWord.UNIT, number.end) else None

    def _guess(self, start: int, end: int | None) -> NameMatch | None:
        """A name that is misspelt, joined or cut short; where no run of names stands, only of the next words."""
        text, last = self._context.text, end or start
        while end is None and last < start + _LONGEST_RUN and text.is_word(last):
            last += 1
        run = text.tokens[start : min(last, start + _LONGEST_RUN)]
        match = self._context.names.misspelt(
            run, streets_only=True, accented=text.accented
        ) or self._context.names.cut_short(run)
        return replace(match, end=start + match.end) if match else None

    def bare_street(self, position: int, setting: Setting) -> Piece | None:
        """A street or village named without any word for it."""
        word = self._context.text.word_at(PlaceWord.STREET, position)
        if word is not None and self._is_house_of_a_street(word.end):
            return None
        match = self._context.exact(position, is_lenient=setting.is_addressed)
        if match is None or match.readings[0].named.kind is PlaceKind.LANDMARK:
            return self._unlisted(position, setting)
        if self._is_no_place(position, match, setting):
            return None
        piece = replace(self._context.of_match(position, match), is_announced=False)
        order = PlaceKind.STREET if setting.is_addressed else PlaceKind.RESIDENTIAL_GROUP
        return replace(piece, readings=tuple(sorted(piece.readings, key=lambda each: each.named.kind is not order)))

    def _unlisted(self, position: int, setting: Setting) -> Piece | None:
        text = self._context.text
        if not setting.is_announced or (self._context.runs.is_own_name(position) and not setting.is_addressed):
            return None
        is_written = text.is_capitalised(position)
        end = self._context.runs.person_at(position) if is_written or setting.is_addressed else None
        capitals = self._context.runs.capitals_at(position, is_addressed=setting.is_addressed) if is_written else None
        if end is None and (setting.is_related or setting.is_addressed):
            end = capitals
        guess = self._guess_bare(position, setting)
        if guess:
            return replace(self._context.of_match(position, guess), is_announced=False)
        if end is None or self._is_of_a_person(position):
            return None
        end = max(end, capitals or 0)
        return Piece(kind=PieceKind.STREET, start=position, end=self._context.with_number(end), is_announced=False)

    def _guess_bare(self, position: int, setting: Setting) -> NameMatch | None:
        """A misspelt name; after a mere preposition only a near-perfect one of two words or more."""
        text, end = self._context.text, position
        while end < min(len(text), position + _LONGEST_RUN) and text.is_word(end):
            end += 1
        run = text.tokens[position:end]
        if text.word_at(PlaceWord.OFFICE, position):
            return None
        if len(run) < 2 or not any(self._context.names.is_syllable(token, accented=text.accented) for token in run[:2]):
            return None
        match = self._context.names.misspelt(run, streets_only=False, accented=text.accented)
        if match is None or match.end < 2 or (text.is_cased and text.accented and not text.is_capitalised(position)):
            return None
        if not setting.is_addressed and match.readings[0].score < _SURE_GUESS:
            return None
        return replace(match, end=position + match.end)

    def _is_of_a_person(self, position: int) -> bool:
        """Whether a title stands before; a lone letter may be a title or `at` without accents."""
        text = self._context.text
        return text.ends_with(PlaceWord.TITLE, position) and not text.ends_with(PlaceWord.PREPOSITION, position)

    def _is_no_place(self, position: int, match: NameMatch, setting: Setting) -> bool:
        """Whether a known name stands for a person, a date or other words here."""
        text = self._context.text
        if setting.is_addressed:
            return False
        named = match.readings[0].named
        if text.tokens[position].is_number or self._is_of_a_person(position):
            return True
        if len(text.folded(position)) == 1 and text.folded(position + 1) == ".":
            return False
        if named.kind is not PlaceKind.STREET:
            return not (text.accented or setting.is_announced or match.end - position > 2)
        if text.is_capitalised(match.end) and not self._context.runs.is_own_name(match.end):
            return True
        has_member = named.is_family and self._context.numbers.member_at(match.end) is not None
        if setting.is_announced or has_member:
            return text.word_at(PlaceWord.CITY, position) is not None
        if named.is_elsewhere or text.word_at(PlaceWord.CITY, position):
            return not (text.is_sentence_start(position) and text.is_capitalised(position) and text.accented)
        return not text.accented and not text.is_capitalised(position) and match.end - position < 3
