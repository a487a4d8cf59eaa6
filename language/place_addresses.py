"""How the numbered pieces of an address are read: group, lot, block, kilometre, lane, junction, house."""

from language.lexicon import PlaceWord
from language.place_context import PlaceContext
from language.place_pieces import Piece, PieceKind, Setting


class AddressReader:
    """Reads the numbered pieces of one message, each at one token."""

    def __init__(self, context: PlaceContext) -> None:
        self._context = context

    def group(self, position: int, setting: Setting) -> Piece | None:
        word = self._context.text.word_at(PlaceWord.GROUP, position)
        number = self._context.numbers.group_at(word.end) if word else None
        if word is None or number is None:
            return None
        if not self._context.text.is_number(word.end, 3) and self._context.text.counts_something(number.end):
            return None
        return Piece(kind=PieceKind.GROUP, start=position, end=number.end, value=number.value)

    def named_group(self, position: int, setting: Setting) -> Piece | None:
        word = self._context.text.word_at(PlaceWord.NAMED_GROUP, position)
        if word is None:
            return None
        match = self._context.exact(word.end)
        if match and not match.readings[0].named.is_elsewhere:
            return self._context.with_member(
                Piece(kind=PieceKind.GROUP, start=position, end=match.end, readings=match.readings)
            )
        end = self._context.runs.capitals_at(word.end) if len(word.phrase) > 2 else None
        if end is None and len(word.phrase) > 3:
            end = self._context.runs.syllables_at(word.end)
        if end is None:
            return None
        number = self._context.numbers.member_at(end)
        return Piece(kind=PieceKind.GROUP, start=position, end=number.end if number else end)

    def lot(self, position: int, setting: Setting) -> Piece | None:
        end = self._context.numbers.lot_at(position)
        return None if end is None else Piece(kind=PieceKind.LOT, start=position, end=end)

    def block(self, position: int, setting: Setting) -> Piece | None:
        text, numbers = self._context.text, self._context.numbers
        block, storey = text.word_at(PlaceWord.BLOCK, position), text.word_at(PlaceWord.STOREY, position)
        word = block or storey
        if word is None:
            return None
        spoken = numbers.house_at(word.end, spoken=True)
        end = numbers.code_at(word.end) or numbers.letter_at(word.end, is_small=block is not None)
        end = end or (spoken.end if spoken else None)
        return None if end is None else Piece(kind=PieceKind.BLOCK, start=position, end=end, is_weak=block is None)

    def kilometre(self, position: int, setting: Setting) -> Piece | None:
        end = self._context.numbers.kilometre_at(position)
        return None if end is None else Piece(kind=PieceKind.LOT, start=position, end=end)

    def lane(self, position: int, setting: Setting) -> Piece | None:
        lane = self._context.numbers.lane_at(position)
        return None if lane is None else Piece(kind=PieceKind.LANE, start=position, end=lane.end, value=lane.value)

    def junction(self, position: int, setting: Setting) -> Piece | None:
        word = self._context.text.word_at(PlaceWord.JUNCTION, position)
        if word is None:
            return None
        return Piece(kind=PieceKind.JUNCTION, start=position, end=word.end, value=word.phrase, is_weak=True)

    def house(self, position: int, setting: Setting) -> Piece | None:
        text = self._context.text
        word = text.word_at(PlaceWord.HOUSE, position)
        start = word.end if word else position
        if self._context.exact(start):
            return None
        number = self._context.numbers.house_at(start, spoken=word is not None)
        if number is None or (word is None and not self._context.goes_on_as_address(number.end)):
            return None
        is_full = text.word_at(PlaceWord.FULL_HOUSE, position) is not None
        return Piece(kind=PieceKind.HOUSE, start=position, end=number.end, value=number.value, is_weak=not is_full)
