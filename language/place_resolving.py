"""Which place a span means: how it is repeated and up to three readings of it with house, lane and group."""

from domain.understanding import Place, PlaceCandidate, PlaceKind
from language.lexicon import PlaceLabels, PlaceWord
from language.place_chains import Chain
from language.place_names import Reading
from language.place_pieces import Piece, PieceKind
from language.place_text import PlaceText

_MOST_CANDIDATES = 3
_UNSURE_FACTOR = 0.8
_NAMED_KINDS = (PieceKind.STREET, PieceKind.GROUP, PieceKind.LANDMARK)
_JOINING = (PlaceWord.RELATION, PlaceWord.PREPOSITION)
_LABELLED_KINDS = {PieceKind.HOUSE, PieceKind.LANE, PieceKind.JUNCTION, *_NAMED_KINDS}


def resolve(text: PlaceText, chain: Chain, labels: PlaceLabels) -> Place:
    """The place of a chain; without a reading in the gazetteer it is repeated as written."""
    candidates = _candidates(chain, labels)
    span = text.span(chain.start, chain.end)
    return Place(
        span=span,
        label=_label(text, chain, candidates, labels),
        relation=chain.relation,
        candidates=candidates,
    )


def _candidates(chain: Chain, labels: PlaceLabels) -> tuple[PlaceCandidate, ...]:
    """Streets before groups before landmarks, the group kept beside a street; each crossing street is a candidate."""
    named = [piece for kind in _NAMED_KINDS for piece in chain.pieces if piece.kind is kind]
    found = [candidate for piece in named for candidate in _of_piece(chain, piece, labels)]
    if any(piece.kind is PieceKind.JUNCTION for piece in chain.pieces):
        found = [candidate for piece in named for candidate in _of_piece(chain, piece, labels)[:1]] or found
    return tuple({(each.kind, each.name): each for each in reversed(found)}.values())[::-1][:_MOST_CANDIDATES]


def _of_piece(chain: Chain, piece: Piece, labels: PlaceLabels) -> list[PlaceCandidate]:
    if piece.kind is PieceKind.GROUP and piece.value:
        return [
            _candidate(chain, PlaceKind.RESIDENTIAL_GROUP, labels.group.format(number=piece.value), 1.0, piece.value)
        ]
    factor = 1.0 if chain.is_anchored else _UNSURE_FACTOR
    readings = [each for each in piece.readings if not each.named.is_elsewhere]
    return [_of_reading(chain, piece, reading, factor) for reading in readings]


def _of_reading(chain: Chain, piece: Piece, reading: Reading, factor: float) -> PlaceCandidate:
    named = reading.named
    group = named.name if named.kind is PlaceKind.RESIDENTIAL_GROUP else None
    return _candidate(chain, named.kind, named.name + piece.suffix, round(reading.score * factor, 3), group)


def _candidate(chain: Chain, kind: PlaceKind, name: str, score: float, group: str | None) -> PlaceCandidate:
    return PlaceCandidate(
        kind=kind,
        name=name,
        score=score,
        house_number=_value(chain, PieceKind.HOUSE),
        lane=_value(chain, PieceKind.LANE),
        residential_group=group or _group_beside(chain),
    )


def _value(chain: Chain, kind: PieceKind) -> str | None:
    return next((piece.value for piece in chain.pieces if piece.kind is kind), None)


def _group_beside(chain: Chain) -> str | None:
    """The residential group that stands in the same span."""
    for piece in chain.pieces:
        if piece.kind is PieceKind.GROUP:
            return piece.value or next((each.named.name for each in piece.readings), None)
    return None


def _label(text: PlaceText, chain: Chain, candidates: tuple[PlaceCandidate, ...], labels: PlaceLabels) -> str:
    """House, lane, junction and the gazetteer's spelling where every piece is understood, else as written."""
    first = chain.pieces[0]
    is_plain = not any(text.any_at(_JOINING, piece.end) for piece in chain.pieces[:-1])
    is_whole = (
        is_plain and all(each.kind in _LABELLED_KINDS for each in chain.pieces) and chain.core_start == first.start
    )
    names = [name for piece in chain.pieces if piece.kind in _NAMED_KINDS if (name := _name_of(piece, labels))]
    named = sum(piece.kind in _NAMED_KINDS for piece in chain.pieces)
    has_junction = _value(chain, PieceKind.JUNCTION) is not None
    is_short = named == 1 or (named == 2 and (has_junction or first.kind is PieceKind.STREET and _is_crossing(chain)))
    if not candidates or not is_whole or len(names) != named or not is_short:
        return text.span(chain.core_start, chain.end)
    name = names[0] if len(names) == 1 else labels.crossing.format(first=names[0], second=names[1])
    return " ".join(part for part in (_value(chain, PieceKind.JUNCTION), *_numbers(chain, labels), name) if part)


def _is_crossing(chain: Chain) -> bool:
    return all(piece.kind is PieceKind.STREET for piece in chain.pieces)


def _name_of(piece: Piece, labels: PlaceLabels) -> str | None:
    if piece.kind is PieceKind.GROUP and piece.value:
        return labels.group.format(number=piece.value)
    reading = next((each for each in piece.readings if not each.named.is_elsewhere), None)
    return reading.named.name + piece.suffix if reading else None


def _numbers(chain: Chain, labels: PlaceLabels) -> tuple[str, ...]:
    house, lane = _value(chain, PieceKind.HOUSE), _value(chain, PieceKind.LANE)
    spelt_lane = labels.lane.format(number=lane) if lane and lane[0].isdecimal() else lane
    return tuple(part for part in (labels.house.format(number=house.upper()) if house else None, spelt_lane) if part)
