"""How landmarks are read: the gazetteer's, offices, and kinds of places with or without a name of their own."""

from domain.understanding import PlaceKind
from language.lexicon import PlaceWord
from language.place_addresses import AddressReader
from language.place_context import PlaceContext
from language.place_names import NameMatch
from language.place_pieces import Piece, PieceKind, Setting


class LandmarkReader:
    """Reads the landmarks of one message, each at one token."""

    def __init__(self, context: PlaceContext, addresses: AddressReader) -> None:
        self._context = context
        self._addresses = addresses

    def landmark(self, position: int, setting: Setting) -> Piece | None:
        match = self._context.exact_landmark(position)
        if match is None:
            return None
        office = self._context.text.word_at(PlaceWord.OFFICE, position)
        if office and not setting.is_related:
            return None
        return Piece(kind=PieceKind.LANDMARK, start=position, end=match.end, readings=match.readings)

    def office(self, position: int, setting: Setting) -> Piece | None:
        word = self._context.text.word_at(PlaceWord.OFFICE, position)
        if word is None or not setting.is_related:
            return None
        end = self._context.runs.capitals_at(word.end) or word.end
        return Piece(kind=PieceKind.OFFICE, start=position, end=end)

    def generic(self, position: int, setting: Setting) -> Piece | None:
        text = self._context.text
        generic = text.word_at(PlaceWord.GENERIC, position)
        headed = text.word_at(PlaceWord.HEADED, position)
        head = max((hit for hit in (generic, headed) if hit), key=lambda hit: hit.end, default=None)
        match = self._context.exact(position)
        if head is None or (match and match.end > head.end and not match.readings[0].named.is_elsewhere):
            return None
        end = head.end
        while (qualifier := text.word_at(PlaceWord.QUALIFIER, end)) and not self._is_group(end, setting):
            end = qualifier.end
        if inner := self._landmark_inside(position, head.end):
            return Piece(kind=PieceKind.LANDMARK, start=position, end=inner.end, readings=inner.readings)
        named_end = self._proper_name_end(end, is_headed=generic is None)
        if named_end:
            return Piece(kind=PieceKind.LANDMARK, start=position, end=named_end)
        if generic is None:
            return None
        return Piece(kind=PieceKind.GENERIC, start=position, end=max(end, generic.end))

    def _landmark_inside(self, start: int, end: int) -> NameMatch | None:
        """A landmark of the gazetteer whose name begins within a kind of place (`the bank of the river Cai`)."""
        inside = (self._context.exact_landmark(each) for each in range(start + 1, end))
        return next((match for match in inside if match and match.end > end), None)

    def _proper_name_end(self, position: int, *, is_headed: bool) -> int | None:
        """The end of the name that a kind of place bears."""
        text = self._context.text
        own = self._context.names.own_name_at(text.tokens, position, accented=text.accented)
        if own:
            return own.end
        numbered = self._context.numbers.member_at(position) if text.word_at(PlaceWord.HOUSE, position) else None
        if numbered and not self._context.goes_on_as_address(numbered.end):
            own = self._context.names.own_name_at(text.tokens, numbered.end, accented=text.accented)
            return own.end if own else self._context.runs.capitals_at(numbered.end) or numbered.end
        match, city = self._context.exact(position), text.word_at(PlaceWord.CITY, position)
        if city and not (match and match.end > city.end):
            return city.end
        if match and match.readings[0].named.kind is not PlaceKind.LANDMARK:
            return self._context.with_member(
                Piece(kind=PieceKind.LANDMARK, start=position, end=match.end, readings=match.readings)
            ).end
        if capitals := self._context.runs.capitals_at(position):
            number = self._context.numbers.member_at(capitals)
            is_house = number is not None and self._context.goes_on_as_address(number.end)
            return number.end if number and not is_house else capitals
        code = self._context.numbers.letter_at(position) or (
            self._context.numbers.code_at(position) if text.is_word(position) else None
        )
        if code and text.is_capitalised(position):
            return code
        if text.accented and (person := self._context.runs.person_at(position)):
            return person
        return None if is_headed else self._context.runs.syllables_at(position)

    def _is_group(self, position: int, setting: Setting) -> bool:
        return bool(self._addresses.group(position, setting) or self._addresses.named_group(position, setting))
