"""Which piece of a place begins at a token: the first reading that fits."""

from collections.abc import Callable

from language.lexicon import PlaceWord
from language.place_addresses import AddressReader
from language.place_context import PlaceContext
from language.place_landmarks import LandmarkReader
from language.place_pieces import Piece, Setting
from language.place_streets import StreetReader

_BEGINNING = frozenset(
    {
        PlaceWord.GROUP,
        PlaceWord.NAMED_GROUP,
        PlaceWord.LOT,
        PlaceWord.BLOCK,
        PlaceWord.STOREY,
        PlaceWord.KILOMETRE,
        PlaceWord.LANE,
        PlaceWord.JUNCTION,
        PlaceWord.HOUSE,
        PlaceWord.STREET,
        PlaceWord.ROUTE,
        PlaceWord.OFFICE,
        PlaceWord.GENERIC,
        PlaceWord.HEADED,
    }
)


class PieceReader:
    """Reads the pieces of one message; what it has read once it remembers."""

    def __init__(self, context: PlaceContext) -> None:
        self._context = context
        addresses, streets = AddressReader(context), StreetReader(context)
        landmarks = LandmarkReader(context, addresses)
        self._streets = streets
        self._seen: dict[tuple[int, Setting], Piece | None] = {}
        self._readings: tuple[Callable[[int, Setting], Piece | None], ...] = (
            landmarks.landmark,
            addresses.group,
            addresses.named_group,
            addresses.lot,
            addresses.block,
            addresses.kilometre,
            addresses.lane,
            addresses.junction,
            addresses.house,
            streets.street,
            landmarks.office,
            landmarks.generic,
            landmarks.home,
            streets.bare_street,
        )

    def at(self, position: int, setting: Setting) -> Piece | None:
        """The first reading that fits at this token."""
        key = (position, setting)
        if key not in self._seen:
            self._seen[key] = self._read(position, setting)
        return self._seen[key]

    def street_at(self, position: int) -> Piece | None:
        """A street, with or without the word for it, where a crossing or range asks for one."""
        return self._streets.street_at(position)

    def _read(self, position: int, setting: Setting) -> Piece | None:
        if position >= len(self._context.text) or self._context.text.is_hidden(position):
            return None
        if self._is_city(position) and not setting.is_addressed:
            return None
        if not setting.is_announced and not self.may_begin(position):
            return None
        return next((piece for read in self._readings if (piece := read(position, setting))), None)

    def may_begin(self, position: int) -> bool:
        """Whether anything at all speaks for a piece here; saves most words of a message the closer look."""
        context = self._context
        is_told = context.text.has_any(_BEGINNING, position) or context.text.tokens[position].is_number
        return is_told or context.exact(position) is not None

    def _is_city(self, position: int) -> bool:
        is_named = self._context.text.word_at(PlaceWord.CITY, position) is not None
        return is_named and self._context.exact_landmark(position) is None
