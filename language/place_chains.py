"""How pieces of a place are joined to one span: what may stand before the first, between two, and after a crossing."""

from dataclasses import dataclass, replace

from language.lexicon import PlaceWord
from language.place_pieces import Piece, PieceKind, Setting
from language.place_reader import PieceReader
from language.place_text import PlaceText

_MOST_GLUE = 4
_MOST_PIECES = 8
_LONGEST_ANSWER = 3
_DASHES = {"-", "\u2013", "\u2014"}
_CROSSING_SIGNS = {*_DASHES, "/", ",", "&", "+"}
_LOOSE_SIGNS = {",", "(", ":"}
_OPEN_KINDS = {PieceKind.HOUSE, PieceKind.LANE, PieceKind.LOT, PieceKind.BLOCK}
_CLOSING_KINDS = {PieceKind.LANE, PieceKind.STREET, PieceKind.GROUP, PieceKind.LANDMARK, PieceKind.LOT, PieceKind.BLOCK}
_ADDRESS_KINDS = {PieceKind.HOUSE, PieceKind.LANE, PieceKind.JUNCTION}
_CROSSED_KINDS = {PieceKind.STREET, PieceKind.GROUP}
_UNNAMED_KINDS = {PieceKind.GENERIC, PieceKind.OFFICE, PieceKind.HOME}
_BEFORE_GENERIC = {PieceKind.JUNCTION, PieceKind.BLOCK, PieceKind.LOT}
_GLUE_KINDS = (PlaceWord.RELATION, PlaceWord.PREPOSITION, PlaceWord.DIRECTION)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """One place as it stands in the text: its pieces, the word of relation it begins with, where the rest begins."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    relation: str | None
    is_anchored: bool
    core_start: int

    @property
    def is_named(self) -> bool:
        """Whether it is more than a mere kind of place, an office or somebody's home."""
        return any(piece.kind not in _UNNAMED_KINDS for piece in self.pieces)

    @property
    def is_home(self) -> bool:
        """Whether it is somebody's home and nothing else."""
        return all(piece.kind is PieceKind.HOME for piece in self.pieces)

    @property
    def is_plain(self) -> bool:
        """Whether the pieces follow each other without other words between them."""
        return all(one.end >= other.start for one, other in zip(self.pieces, self.pieces[1:], strict=False))


@dataclass(frozen=True, kw_only=True)
class _Lead:
    """What stands before the first piece: where that piece begins and what announces it."""

    position: int
    relation: str | None
    setting: Setting
    has_part: bool = False
    part_start: int | None = None
    is_range: bool = False


_LEADING = frozenset({PlaceWord.RELATION, PlaceWord.PART, PlaceWord.RANGE_START, PlaceWord.ALLEY, PlaceWord.STREET})


class ChainReader:
    """Reads the chains of one message."""

    def __init__(self, text: PlaceText, pieces: PieceReader) -> None:
        self._text = text
        self._pieces = pieces

    def at(self, start: int) -> Chain | None:
        """The place whose span begins at this token, if any does: with as much before its first piece as fits."""
        setting = self._setting_before(start)
        if not (setting.is_announced or self._text.has_any(_LEADING, start) or self._pieces.may_begin(start)):
            return None
        for lead in reversed(self._leads(start, setting)):
            pieces = self._from(lead.position, lead.setting)
            if pieces and not self._is_no_place(pieces, lead):
                return Chain(
                    start=start,
                    end=pieces[-1].end,
                    pieces=tuple(pieces),
                    relation=lead.relation or self._relation_before(start),
                    is_anchored=lead.setting.is_announced or any(piece.is_announced for piece in pieces),
                    core_start=pieces[0].start if lead.part_start is None else lead.part_start,
                )
        return None

    def _relation_before(self, start: int) -> str | None:
        """The word of relation that a building without a name separates from the span (`before the house no. 8`)."""
        text = self._text
        for building in range(max(0, start - 2), start):
            hit = text.word_at(PlaceWord.BUILDING, building)
            if hit and hit.end == start:
                starts = range(max(0, building - 3), building)
                found = (text.word_at(PlaceWord.RELATION, each) for each in starts)
                return next((each.phrase for each in found if each and each.end == building), None)
        return None

    def _setting_before(self, start: int) -> Setting:
        """What the words right before the span announce."""
        text = self._text
        is_related, is_at = text.ends_with(PlaceWord.RELATION, start), text.ends_with(PlaceWord.PREPOSITION, start)
        is_answer = start == 0 and len(text) <= _LONGEST_ANSWER
        is_announced = is_related or is_at or is_answer or text.ends_with(PlaceWord.DIRECTION, start)
        return Setting(is_announced=is_announced, is_at=is_at, is_related=is_related)

    def _leads(self, start: int, setting: Setting) -> list[_Lead]:
        """Nothing, then one word of relation or part after the other, as far as they belong to the span."""
        lead = _Lead(position=start, relation=None, setting=setting)
        leads = [lead]
        while len(leads) <= _MOST_GLUE and (longer := self._longer(lead, is_first=len(leads) == 1)) is not None:
            lead = longer
            leads.append(lead)
        return leads

    def _longer(self, lead: _Lead, *, is_first: bool) -> _Lead | None:
        text, position = self._text, lead.position
        if text.word_at(PlaceWord.CITY, position):
            return None
        announced = Setting(is_announced=True, is_related=True)
        part_start = lead.part_start
        relation, part = text.word_at(PlaceWord.RELATION, position), text.word_at(PlaceWord.PART, position)
        if relation and not (part and part.end > relation.end):
            said = lead.relation or (relation.phrase if is_first else None)
            return _Lead(position=relation.end, relation=said, setting=announced, part_start=part_start)
        if is_first and (range_start := text.word_at(PlaceWord.RANGE_START, position)):
            return _Lead(position=range_start.end, relation=None, setting=announced, is_range=True)
        piece = self._pieces.at(position, lead.setting)
        if piece and piece.kind is not PieceKind.GENERIC:
            return None
        if lead.setting.is_related and not is_first and (filler := text.word_at(PlaceWord.FILLER, position)):
            return replace(lead, position=filler.end)
        end = self._part_end(position)
        if end is None:
            return None
        part_start = position if part_start is None else part_start
        return _Lead(
            position=end,
            relation=lead.relation,
            setting=Setting(is_announced=True),
            has_part=True,
            part_start=part_start,
        )

    def _part_end(self, position: int) -> int | None:
        """The end of a part of a place or of a lane without a number."""
        text = self._text
        alley, part = text.word_at(PlaceWord.ALLEY, position), text.word_at(PlaceWord.PART, position)
        end = max((hit.end for hit in (alley, part) if hit), default=None)
        if end is None:
            return self._led_street_end(position)
        if alley and alley.end == end:
            way = text.any_at((PlaceWord.STREET_KIND, *_GLUE_KINDS[1:]), end)
            return way.end if way else end
        return None if text.word_at(PlaceWord.RELATION, end) else end

    def _led_street_end(self, position: int) -> int | None:
        """The end of a street told by its kind or by where it leads (`the concrete road of`, `the road up to`)."""
        street = self._text.word_at(PlaceWord.STREET, position)
        kind = self._text.word_at(PlaceWord.STREET_KIND, street.end) if street else None
        return None if kind is None or self._text.word_at(PlaceWord.RELATION, kind.end) else kind.end

    def _from(self, position: int, setting: Setting) -> list[Piece]:
        """The pieces that follow each other from here."""
        first = self._pieces.at(position, setting)
        if first is None:
            return []
        pieces = [first]
        while len(pieces) < _MOST_PIECES:
            following = self._direct(pieces) or self._crossing(pieces) or self._loose(pieces) or self._glued(pieces)
            if not following:
                break
            pieces.extend(following)
        return pieces

    def _direct(self, pieces: list[Piece]) -> list[Piece]:
        """What follows without a word between."""
        last = pieces[-1]
        setting = Setting(
            is_announced=last.kind in _ADDRESS_KINDS, is_related=True, is_addressed=last.kind in _ADDRESS_KINDS
        )
        piece = self._pieces.at(last.end, setting)
        if piece is None:
            return []
        if last.kind is PieceKind.STREET and piece.kind is PieceKind.STREET and not _has_junction(pieces):
            return []
        if piece.kind in _UNNAMED_KINDS and last.kind not in _BEFORE_GENERIC:
            return []
        return [piece]

    def _crossing(self, pieces: list[Piece]) -> list[Piece]:
        """The other street of a crossing."""
        text, last = self._text, pieces[-1]
        word = text.word_at(PlaceWord.CROSSING, last.end)
        sign = text.folded(last.end)
        if last.kind is PieceKind.JUNCTION or not (word or sign in _CROSSING_SIGNS):
            return []
        is_crossing = _has_junction(pieces) or (sign in _DASHES and last.kind in _CROSSED_KINDS)
        if not is_crossing or sum(piece.kind is PieceKind.STREET for piece in pieces) > 2:
            return []
        street = self._pieces.street_at(word.end if word else last.end + 1)
        if street is None or (street.kind is not last.kind and not _has_junction(pieces)):
            return []
        return [street]

    def _loose(self, pieces: list[Piece]) -> list[Piece]:
        """What follows a comma: the street of a number, the area of a lot."""
        last = pieces[-1]
        is_open = all(piece.kind in _OPEN_KINDS for piece in pieces)
        sign = self._text.folded(last.end)
        if not is_open or sign not in _LOOSE_SIGNS | _DASHES:
            return []
        piece = self._pieces.at(last.end + 1, Setting(is_announced=True, is_addressed=last.kind in _ADDRESS_KINDS))
        return [piece] if piece and piece.kind in _CLOSING_KINDS else []

    def _is_no_place(self, pieces: list[Piece], lead: _Lead) -> bool:
        first, is_alone = pieces[0], len(pieces) == 1 or pieces[1].start > pieces[0].end
        if lead.has_part and first.kind in {PieceKind.HOUSE, PieceKind.LANE}:
            return True
        if lead.is_range and not any(self._text.word_at(PlaceWord.RANGE, piece.end) for piece in pieces[:-1]):
            return True
        is_whole = first.start == 0 and first.end == len(self._text)
        if first.kind is PieceKind.GENERIC and is_alone and not (lead.setting.is_announced or is_whole):
            return True
        return all(piece.is_weak for piece in pieces)

    def _glued(self, pieces: list[Piece]) -> list[Piece]:
        """What follows words of relation: `market near the bridge`, `from here to there`."""
        text, last = self._text, pieces[-1]
        if last.kind is PieceKind.HOUSE and not text.word_at(PlaceWord.RANGE, last.end):
            return []
        position, is_related = last.end, last.kind is PieceKind.JUNCTION
        is_range = text.ends_with(PlaceWord.RANGE_START, pieces[0].start)
        if last.kind is PieceKind.GROUP and text.word_at(PlaceWord.DIRECTION, position) and not is_range:
            return []
        for _ in range(_MOST_GLUE):
            is_related = is_related or text.word_at(PlaceWord.RELATION, position) is not None
            end = self._glue_end(position, is_announced=is_related or position > last.end)
            if end is None:
                break
            position = end
        if position == last.end:
            return []
        piece = self._pieces.at(position, Setting(is_announced=True, is_related=is_related))
        is_new_house = piece is not None and piece.kind is PieceKind.HOUSE and last.kind is not PieceKind.HOUSE
        return [] if piece is None or (is_new_house and piece.is_weak) else [piece]

    def _glue_end(self, position: int, *, is_announced: bool) -> int | None:
        """The end of a word between two pieces: of relation, of place, or a part of the second."""
        if hit := self._text.any_at(_GLUE_KINDS, position):
            return hit.end
        if not is_announced or self._pieces.at(position, Setting(is_announced=True)) is not None:
            return None
        return self._part_end(position)


def _has_junction(pieces: list[Piece]) -> bool:
    return any(piece.kind is PieceKind.JUNCTION for piece in pieces)
