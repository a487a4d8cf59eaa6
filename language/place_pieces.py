"""What the pieces are that a place is put together from, and what may stand before one."""

from dataclasses import dataclass
from enum import Enum, auto

from language.place_names import Reading


class PieceKind(Enum):
    """What a piece is."""

    HOUSE = auto()
    LANE = auto()
    STREET = auto()
    GROUP = auto()
    LOT = auto()
    BLOCK = auto()
    LANDMARK = auto()
    GENERIC = auto()
    OFFICE = auto()
    JUNCTION = auto()


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece at the tokens `start` up to `end`.

    `value` is the number or junction as said; `readings` the names it may bear, `suffix` a family member's number;
    `is_announced` whether a word of its own says what it is (a street without the word for street has none);
    `is_weak` whether it makes a place only together with others.
    """

    kind: PieceKind
    start: int
    end: int
    value: str | None = None
    readings: tuple[Reading, ...] = ()
    suffix: str = ""
    is_announced: bool = True
    is_weak: bool = False


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What stands before a piece: any word that announces a place, a word of relation, the beginning of an address."""

    is_announced: bool = False
    is_related: bool = False
    is_addressed: bool = False
