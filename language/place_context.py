"""What every reader of pieces needs of one message: its words, numbers, runs of names, and the gazetteer's names."""

from dataclasses import dataclass, field, replace

from domain.understanding import PlaceKind
from language.lexicon import PlaceWord
from language.place_names import NameMatch, PlaceNames
from language.place_numbers import AddressNumbers
from language.place_pieces import Piece, PieceKind
from language.place_runs import NameRuns
from language.place_text import PlaceText

_KINDS = {PlaceKind.LANDMARK: PieceKind.LANDMARK, PlaceKind.RESIDENTIAL_GROUP: PieceKind.GROUP}


@dataclass(frozen=True, kw_only=True)
class PlaceContext:
    """One message and the names it may hold."""

    text: PlaceText
    names: PlaceNames
    numbers: AddressNumbers
    runs: NameRuns
    _exact: dict[tuple[int, bool], NameMatch | None] = field(default_factory=dict)

    def exact(self, position: int, *, is_lenient: bool = False) -> NameMatch | None:
        """The names of the longest spelling that begins here; a lenient reading forgives missing accents."""
        key = (position, self.text.accented and not is_lenient)
        if key not in self._exact:
            self._exact[key] = self.names.exact_at(self.text.tokens, position, accented=key[1])
        return self._exact[key]

    def exact_landmark(self, position: int) -> NameMatch | None:
        """A landmark that begins here; of those of elsewhere, without accents only long or capitalised ones."""
        text, match = self.text, self.exact(position)
        if match is None or match.readings[0].named.kind is not PlaceKind.LANDMARK:
            return None
        is_sure = text.accented or text.is_capitalised(position) or match.end - position > 2
        return match if is_sure or not match.readings[0].named.is_elsewhere else None

    def of_match(self, start: int, match: NameMatch) -> Piece:
        """The piece that names are, with a member's number."""
        kind = _KINDS.get(match.readings[0].named.kind, PieceKind.STREET)
        return self.with_member(Piece(kind=kind, start=start, end=match.end, readings=match.readings))

    def with_member(self, piece: Piece) -> Piece:
        """The same with the number that tells a member of a street family."""
        families = tuple(each for each in piece.readings if each.named.is_family)
        is_elsewhere = bool(piece.readings) and piece.readings[0].named.is_elsewhere
        if not families and not is_elsewhere:
            return piece
        number = self.numbers.member_at(piece.end)
        if number is None:
            return piece
        readings = families or piece.readings
        return replace(piece, end=number.end, readings=readings, suffix=f" {number.value}")

    def goes_on_as_address(self, position: int) -> bool:
        """Whether a bare number is a house number: a lane or a street follows."""
        text = self.text
        if len(text.folded(position)) > 1 and self.numbers.lane_at(position):
            return True
        word = text.word_at(PlaceWord.STREET, position)
        match = self.exact(word.end if word else position)
        if match is not None:
            return match.readings[0].named.kind is PlaceKind.STREET
        if word is None:
            return text.is_capitalised(position) and self.runs.person_at(position) is not None
        return len(word.phrase) > 2 and self.runs.street_at(word.end) is not None

    def with_number(self, end: int) -> int:
        """The end of a name that a number may follow (`Hoa Lien 4`)."""
        number = self.numbers.member_at(end)
        return number.end if number else end

    def own_name_end(self, position: int) -> int | None:
        """The end of the ward's own name."""
        own = self.names.own_name_at(self.text.tokens, position, accented=self.text.accented)
        return own.end if own else None
