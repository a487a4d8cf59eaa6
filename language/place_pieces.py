"""The pieces a place is put together from, each read at one position: house, lane, street, group, lot, landmark …"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from domain.understanding import PlaceKind
from language.lexicon import PlaceWord
from language.place_names import NameMatch, PlaceNames, Reading
from language.place_numbers import AddressNumbers
from language.place_runs import NameRuns
from language.place_text import PlaceText

_SURE_GUESS = 0.79
_LONGEST_RUN = 5


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


class PieceReader:
    """Reads the pieces of one message."""

    def __init__(self, text: PlaceText, names: PlaceNames, numbers: AddressNumbers) -> None:
        self._text = text
        self._names = names
        self._numbers = numbers
        self._runs = NameRuns(text, numbers, names)

    def at(self, position: int, setting: Setting) -> Piece | None:
        """The first reading that fits at this token."""
        if position >= len(self._text) or self._text.is_hidden(position):
            return None
        if self._is_city(position) and not setting.is_addressed:
            return None
        for read in (
            self._landmark,
            self._group,
            self._named_group,
            self._lot,
            self._block,
            self._kilometre,
            self._lane,
            self._junction,
            self._house,
            self._street,
            self._office,
            self._generic,
            self._bare_street,
        ):
            if piece := read(position, setting):
                return piece
        return None

    def _is_city(self, position: int) -> bool:
        return self._text.word_at(PlaceWord.CITY, position) is not None and self._exact_landmark(position) is None

    def _exact_landmark(self, position: int) -> NameMatch | None:
        text, match = self._text, self._exact(position)
        if match is None or match.readings[0].named.kind is not PlaceKind.LANDMARK:
            return None
        is_sure = text.accented or text.is_capitalised(position) or match.end - position > 2
        return match if is_sure or not match.readings[0].named.is_elsewhere else None

    def street_at(self, position: int) -> Piece | None:
        """A street, with or without the word for it, where a crossing or range asks for one."""
        setting = Setting(is_announced=True, is_addressed=True)
        return self._street(position, setting) or self._bare_street(position, setting)

    def _exact(self, position: int, *, is_lenient: bool = False) -> NameMatch | None:
        accented = self._text.accented and not is_lenient
        return self._names.exact_at(self._text.tokens, position, accented=accented)

    def _landmark(self, position: int, setting: Setting) -> Piece | None:
        match = self._exact_landmark(position)
        if match is None:
            return None
        office = self._text.word_at(PlaceWord.OFFICE, position)
        if office and not setting.is_related:
            return None
        return Piece(kind=PieceKind.LANDMARK, start=position, end=match.end, readings=match.readings)

    def _group(self, position: int, setting: Setting) -> Piece | None:
        word = self._text.word_at(PlaceWord.GROUP, position)
        number = self._numbers.group_at(word.end) if word else None
        if word is None or number is None:
            return None
        if not self._text.is_number(word.end, 3) and self._text.counts_something(number.end):
            return None
        return Piece(kind=PieceKind.GROUP, start=position, end=number.end, value=number.value)

    def _named_group(self, position: int, setting: Setting) -> Piece | None:
        word = self._text.word_at(PlaceWord.NAMED_GROUP, position)
        if word is None:
            return None
        match = self._exact(word.end)
        if match and not match.readings[0].named.is_elsewhere:
            return self._with_member(Piece(kind=PieceKind.GROUP, start=position, end=match.end, readings=match.readings))
        end = self._runs.capitals_at(word.end) if len(word.phrase) > 2 else None
        if end is None and len(word.phrase) > 3:
            end = self._runs.syllables_at(word.end)
        if end is None:
            return None
        number = self._numbers.member_at(end)
        return Piece(kind=PieceKind.GROUP, start=position, end=number.end if number else end)

    def _is_group(self, position: int, setting: Setting) -> bool:
        return bool(self._group(position, setting) or self._named_group(position, setting))

    def _lot(self, position: int, setting: Setting) -> Piece | None:
        end = self._numbers.lot_at(position)
        return None if end is None else Piece(kind=PieceKind.LOT, start=position, end=end)

    def _block(self, position: int, setting: Setting) -> Piece | None:
        text, numbers = self._text, self._numbers
        block, storey = text.word_at(PlaceWord.BLOCK, position), text.word_at(PlaceWord.STOREY, position)
        word = block or storey
        if word is None:
            return None
        spoken = numbers.house_at(word.end, spoken=True)
        end = numbers.code_at(word.end) or numbers.letter_at(word.end, is_small=block is not None)
        end = end or (spoken.end if spoken else None)
        return None if end is None else Piece(kind=PieceKind.BLOCK, start=position, end=end, is_weak=block is None)

    def _kilometre(self, position: int, setting: Setting) -> Piece | None:
        end = self._numbers.kilometre_at(position)
        return None if end is None else Piece(kind=PieceKind.LOT, start=position, end=end)

    def _lane(self, position: int, setting: Setting) -> Piece | None:
        lane = self._numbers.lane_at(position)
        return None if lane is None else Piece(kind=PieceKind.LANE, start=position, end=lane.end, value=lane.value)

    def _junction(self, position: int, setting: Setting) -> Piece | None:
        word = self._text.word_at(PlaceWord.JUNCTION, position)
        if word is None:
            return None
        return Piece(kind=PieceKind.JUNCTION, start=position, end=word.end, value=word.phrase, is_weak=True)

    def _house(self, position: int, setting: Setting) -> Piece | None:
        text = self._text
        word = text.word_at(PlaceWord.HOUSE, position)
        start = word.end if word else position
        if self._exact(start):
            return None
        number = self._numbers.house_at(start, spoken=word is not None)
        if number is None or (word is None and not self._goes_on_as_address(number.end)):
            return None
        is_full = text.word_at(PlaceWord.FULL_HOUSE, position) is not None
        return Piece(kind=PieceKind.HOUSE, start=position, end=number.end, value=number.value, is_weak=not is_full)

    def _goes_on_as_address(self, position: int) -> bool:
        """Whether a bare number is a house number: a lane or a street follows."""
        text = self._text
        if len(text.folded(position)) > 1 and self._numbers.lane_at(position):
            return True
        word = text.word_at(PlaceWord.STREET, position)
        match = self._exact(word.end if word else position)
        if match is not None:
            return match.readings[0].named.kind is PlaceKind.STREET
        if word is None:
            return text.is_capitalised(position) and self._runs.person_at(position) is not None
        return len(word.phrase) > 2 and self._runs.street_at(word.end) is not None

    def _street(self, position: int, setting: Setting) -> Piece | None:
        text = self._text
        if route := self._route(position):
            return route
        word = text.word_at(PlaceWord.STREET, position)
        if word is None or self._exact(position):
            return None
        start = word.end + (text.folded(word.end) == ".")
        is_short = len(word.phrase) <= 3
        named = self._street_name(start, is_short=is_short)
        return replace(named, start=position, is_announced=True) if named else None

    def _route(self, position: int) -> Piece | None:
        word = self._text.word_at(PlaceWord.STREET, position)
        start = word.end if word else position
        match = self._exact(start)
        if match and match.readings[0].named.name[-1:].isalnum() and self._text.word_at(PlaceWord.ROUTE, start):
            return Piece(kind=PieceKind.STREET, start=position, end=match.end, readings=match.readings)
        route = self._text.word_at(PlaceWord.ROUTE, start)
        number = self._numbers.house_at(route.end) if route else None
        return Piece(kind=PieceKind.STREET, start=position, end=number.end) if number else None

    def _street_name(self, start: int, *, is_short: bool) -> Piece | None:
        """What follows a word for street: a known name, a number or code, a misspelt or an unlisted name."""
        if match := self._exact(start, is_lenient=not is_short):
            return self._of_match(start, match)
        if not is_short and (end := self._numbered_street_end(start)):
            return Piece(kind=PieceKind.STREET, start=start, end=end)
        if self._runs.is_own_name(start):
            return None
        end = self._runs.capitals_at(start) if is_short else self._runs.street_at(start)
        guess = self._guess(start, end)
        if guess:
            return self._of_match(start, guess)
        if end is None:
            return None
        number = self._numbers.member_at(end)
        return Piece(kind=PieceKind.STREET, start=start, end=number.end if number else end)

    def _numbered_street_end(self, start: int) -> int | None:
        text = self._text
        if text.word_at(PlaceWord.HOUSE, start) or text.word_at(PlaceWord.LOT, start):
            number = self._numbers.member_at(start)
            return number.end if number else None
        code = self._numbers.code_at(start) if text.is_word(start) and text.is_glued(start + 1) else None
        return self._numbers.width_at(start) or code or self._date_end(start)

    def _date_end(self, start: int) -> int | None:
        number = self._numbers.house_at(start)
        return number.end if number and not self._text.word_at(PlaceWord.UNIT, number.end) else None

    def _guess(self, start: int, end: int | None) -> NameMatch | None:
        """A name that is misspelt, joined or cut short; where no run of names stands, only of the next words."""
        text, last = self._text, end or start
        while end is None and last < start + _LONGEST_RUN and text.is_word(last):
            last += 1
        run = text.tokens[start : min(last, start + _LONGEST_RUN)]
        match = self._names.misspelt(run, streets_only=True, accented=text.accented) or self._names.cut_short(run)
        return replace(match, end=start + match.end) if match else None

    def _of_match(self, start: int, match: NameMatch) -> Piece:
        kind = {
            PlaceKind.LANDMARK: PieceKind.LANDMARK,
            PlaceKind.RESIDENTIAL_GROUP: PieceKind.GROUP,
        }.get(match.readings[0].named.kind, PieceKind.STREET)
        return self._with_member(Piece(kind=kind, start=start, end=match.end, readings=match.readings))

    def _with_member(self, piece: Piece) -> Piece:
        """The same with the number that tells a member of a street family."""
        families = tuple(each for each in piece.readings if each.named.is_family)
        is_elsewhere = bool(piece.readings) and piece.readings[0].named.is_elsewhere
        if not families and not is_elsewhere:
            return piece
        number = self._numbers.member_at(piece.end)
        if number is None:
            return piece
        readings = families or piece.readings
        return replace(piece, end=number.end, readings=readings, suffix=f" {number.value}")

    def _office(self, position: int, setting: Setting) -> Piece | None:
        word = self._text.word_at(PlaceWord.OFFICE, position)
        if word is None or not setting.is_related:
            return None
        end = self._runs.capitals_at(word.end) or word.end
        return Piece(kind=PieceKind.OFFICE, start=position, end=end)

    def _generic(self, position: int, setting: Setting) -> Piece | None:
        text = self._text
        generic = text.word_at(PlaceWord.GENERIC, position)
        headed = text.word_at(PlaceWord.HEADED, position)
        head = max((hit for hit in (generic, headed) if hit), key=lambda hit: hit.end, default=None)
        match = self._exact(position)
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
        inside = (self._exact_landmark(each) for each in range(start + 1, end))
        return next((match for match in inside if match and match.end > end), None)

    def _proper_name_end(self, position: int, *, is_headed: bool) -> int | None:
        """The end of the name that a kind of place bears."""
        text = self._text
        own = self._names.own_name_at(text.tokens, position, accented=text.accented)
        if own:
            return own.end
        numbered = self._numbers.member_at(position) if text.word_at(PlaceWord.HOUSE, position) else None
        if numbered and not self._goes_on_as_address(numbered.end):
            own = self._names.own_name_at(text.tokens, numbered.end, accented=text.accented)
            return own.end if own else self._runs.capitals_at(numbered.end) or numbered.end
        match, city = self._exact(position), text.word_at(PlaceWord.CITY, position)
        if city and not (match and match.end > city.end):
            return city.end
        if match and match.readings[0].named.kind is not PlaceKind.LANDMARK:
            return self._with_member(Piece(kind=PieceKind.LANDMARK, start=position, end=match.end, readings=match.readings)).end
        if capitals := self._runs.capitals_at(position):
            number = self._numbers.member_at(capitals)
            is_house = number is not None and self._goes_on_as_address(number.end)
            return number.end if number and not is_house else capitals
        code = self._numbers.letter_at(position) or (self._numbers.code_at(position) if text.is_word(position) else None)
        if code and text.is_capitalised(position):
            return code
        if text.accented and (person := self._runs.person_at(position)):
            return person
        return None if is_headed else self._runs.syllables_at(position)

    def _bare_street(self, position: int, setting: Setting) -> Piece | None:
        """A street or village named without any word for it."""
        match = self._exact(position, is_lenient=setting.is_addressed)
        if match is None or match.readings[0].named.kind is PlaceKind.LANDMARK:
            return self._unlisted(position, setting)
        if self._is_no_place(position, match, setting):
            return None
        piece = replace(self._of_match(position, match), is_announced=False)
        order = PlaceKind.STREET if setting.is_addressed else PlaceKind.RESIDENTIAL_GROUP
        return replace(piece, readings=tuple(sorted(piece.readings, key=lambda each: each.named.kind is not order)))

    def _unlisted(self, position: int, setting: Setting) -> Piece | None:
        text = self._text
        if not setting.is_announced or (self._runs.is_own_name(position) and not setting.is_addressed):
            return None
        is_written = text.is_capitalised(position)
        end = self._runs.person_at(position) if is_written or setting.is_addressed else None
        capitals = self._runs.capitals_at(position, is_addressed=setting.is_addressed) if is_written else None
        if end is None and (setting.is_related or setting.is_addressed):
            end = capitals
        guess = self._guess_bare(position, setting)
        if guess:
            return replace(self._of_match(position, guess), is_announced=False)
        if end is None or self._is_of_a_person(position):
            return None
        end = max(end, capitals or 0)
        number = self._numbers.member_at(end)
        return Piece(kind=PieceKind.STREET, start=position, end=number.end if number else end, is_announced=False)

    def _guess_bare(self, position: int, setting: Setting) -> NameMatch | None:
        """A misspelt name; after a mere preposition only a near-perfect one of two words or more."""
        text, end = self._text, position
        while end < min(len(text), position + _LONGEST_RUN) and text.is_word(end):
            end += 1
        run = text.tokens[position:end]
        if text.word_at(PlaceWord.OFFICE, position) and not setting.is_related:
            return None
        if len(run) < 2 or not any(self._names.is_syllable(token, accented=text.accented) for token in run[:2]):
            return None
        match = self._names.misspelt(run, streets_only=False, accented=text.accented)
        if match is None or match.end < 2 or (text.is_cased and text.accented and not text.is_capitalised(position)):
            return None
        if not setting.is_addressed and match.readings[0].score < _SURE_GUESS:
            return None
        return replace(match, end=position + match.end)

    def _is_of_a_person(self, position: int) -> bool:
        """Whether a title stands before; a lone letter may be a title or `at` without accents."""
        text = self._text
        return text.ends_with(PlaceWord.TITLE, position) and not text.ends_with(PlaceWord.PREPOSITION, position)

    def _is_no_place(self, position: int, match: NameMatch, setting: Setting) -> bool:
        """Whether a known name stands for a person, a date or other words here."""
        text = self._text
        if setting.is_addressed:
            return False
        named = match.readings[0].named
        if text.tokens[position].is_number or self._is_of_a_person(position):
            return True
        if len(text.folded(position)) == 1 and text.folded(position + 1) == ".":
            return False
        if named.kind is not PlaceKind.STREET:
            return not (text.accented or setting.is_announced or match.end - position > 2)
        if text.is_capitalised(match.end) and not self._runs.is_own_name(match.end):
            return True
        has_member = named.is_family and self._numbers.member_at(match.end) is not None
        if setting.is_announced or has_member:
            return text.word_at(PlaceWord.CITY, position) is not None
        if named.is_elsewhere or text.word_at(PlaceWord.CITY, position):
            return not (text.is_sentence_start(position) and text.is_capitalised(position) and text.accented)
        return not text.accented and not text.is_capitalised(position) and match.end - position < 3
