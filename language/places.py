"""How a message names places: addresses, groups, landmarks, crossings, map links, and streets nobody listed."""

from dataclasses import dataclass, replace

from domain.understanding import Place, PlaceCandidate, PlaceKind
from language.lexicon import PlaceLabels, PlaceWord
from language.map_links import find_map_links, links_of
from language.normalising import Token
from language.phrases import PhraseIndex
from language.place_draft import Draft, candidate_of, is_group, label_of
from language.place_names import NameMatch, PlaceNames
from language.place_parts import AddressText

_MOST_CANDIDATES = 3
_UNSURE_FACTOR = 0.8
_SURE_GUESS = 0.79


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """A place, where it stands in the original text, and whether the words around it show that a place is meant."""

    place: Place
    start: int
    end: int
    is_anchored: bool


class PlaceFinder:
    """Reads every place of a message with the ward's names and the words that stand around places."""

    def __init__(self, words: dict[PlaceWord, PhraseIndex[str]], names: PlaceNames, labels: PlaceLabels) -> None:
        self._words = words
        self._names = names
        self._labels = labels

    def find(self, text: str, tokens: tuple[Token, ...]) -> tuple[FoundPlace, ...]:
        """All places in the order of the text; spans are verbatim."""
        links = find_map_links(text)
        blocked = links_of(text)
        found = [FoundPlace(place=link.place, start=link.start, end=link.end, is_anchored=True) for link in links]
        taken = [*blocked, *((link.start, link.end) for link in links)]
        free = tuple(token for token in tokens if not any(start <= token.start < end for start, end in taken))
        found.extend(self._read_all(AddressText(text, free, self._words)))
        return tuple(sorted(found, key=lambda each: each.start))

    def _read_all(self, address: AddressText) -> list[FoundPlace]:
        found: list[FoundPlace] = []
        position = 0
        while position < len(address.tokens):
            reading = self._read_at(address, position)
            if reading is None:
                position += 1
                continue
            place, end = reading
            found.append(place)
            position = max(end, position + 1)
        return found

    def _read_at(self, address: AddressText, start: int) -> tuple[FoundPlace, int] | None:
        draft = self._read_lead(address, start, with_relation=True)
        core = self._read_core(address, draft)
        if core is None and draft.relation:
            draft = self._read_lead(address, start, with_relation=False)
            core = self._read_core(address, draft)
        if core is None:
            return None
        place, end = core
        anchored = FoundPlace(
            place=replace(place, span=address.span(start, end), relation=draft.relation),
            start=address.tokens[start].start,
            end=address.tokens[end - 1].end,
            is_anchored=draft.is_anchored or place.best is None or place.best.kind is not PlaceKind.STREET,
        )
        return anchored, end

    def _read_lead(self, address: AddressText, start: int, *, with_relation: bool) -> Draft:
        """Everything that may stand before the name, in its order."""
        draft = Draft(start=start, position=start, is_after_preposition=address.ends_with(PlaceWord.PREPOSITION, start))
        if with_relation and (relation := address.word_at(PlaceWord.RELATION, start)) is not None:
            draft = replace(draft, relation=relation.meaning, position=relation.end)
        if (junction := address.word_at(PlaceWord.JUNCTION, draft.position)) is not None:
            draft = replace(draft, junction=junction.meaning, position=junction.end)
        draft = self._read_house(address, draft)
        if (lane := address.lane_at(draft.position)) is not None:
            draft = replace(draft, lane=lane.value, position=lane.end)
        return self._read_street_word(address, draft)

    def _read_house(self, address: AddressText, draft: Draft) -> Draft:
        word = address.word_at(PlaceWord.HOUSE, draft.position)
        start = word.end if word else draft.position
        number = address.house_number_at(start)
        if number is None:
            return draft
        if word is None and not self._goes_on_as_address(address, number.end):
            return draft
        if self._names.exact_at(address.tokens, start, accented=address.accented):
            return draft
        meaning = word.meaning if word else None
        return replace(draft, house=number.value, house_word=meaning, position=number.end)

    def _goes_on_as_address(self, address: AddressText, position: int) -> bool:
        """Whether a bare number is a house number: a lane or a known street follows."""
        if len(address.folded(position)) > 1 and address.lane_at(position):
            return True
        street = address.word_at(PlaceWord.STREET, position)
        match = self._names.exact_at(address.tokens, street.end if street else position, accented=address.accented)
        return match is not None and any(each.named.kind is PlaceKind.STREET for each in match.readings)

    def _read_street_word(self, address: AddressText, draft: Draft) -> Draft:
        if self._names.exact_at(address.tokens, draft.position, accented=address.accented):
            return draft
        word = address.word_at(PlaceWord.STREET, draft.position)
        if word is None:
            return draft
        end = word.end + (address.folded(word.end) == ".")
        return replace(draft, street_word=word.meaning, position=end)

    def _read_core(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        """The first way of reading what follows; each answers the place and the token after it."""
        return (
            self._read_group(address, draft)
            or self._read_lot(address, draft)
            or self._read_known(address, draft)
            or self._read_generic(address, draft)
            or self._read_unlisted(address, draft)
            or self._read_bare_lead(address, draft)
        )

    def _read_group(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        for kind in (PlaceWord.GROUP, PlaceWord.NAMED_GROUP):
            word = address.word_at(kind, draft.position)
            if word is None:
                continue
            if kind is PlaceWord.GROUP and (number := address.group_number_at(word.end)):
                name = self._labels.group.format(number=number.value)
                return self._group_place(draft, name, number.value), number.end
            match = self._names.exact_at(address.tokens, word.end, accented=address.accented)
            names = [each.named.name for each in match.readings if is_group(each)] if match else []
            if match and names:
                return self._group_place(draft, names[0], names[0]), match.end
        return None

    def _group_place(self, draft: Draft, name: str, group: str) -> Place:
        candidate = PlaceCandidate(
            kind=PlaceKind.RESIDENTIAL_GROUP,
            name=name,
            score=1.0,
            house_number=draft.house,
            lane=draft.lane,
            residential_group=group,
        )
        return Place(span="", label=label_of(draft, self._labels, name), candidates=(candidate,))

    def _read_lot(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        end = address.lot_at(draft.position)
        return None if end is None else (self._unknown(address, draft, end), end)

    def _read_known(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        strict = address.accented and not draft.has_street_context
        match = self._names.exact_at(address.tokens, draft.position, accented=strict)
        if match is None or self._is_no_place(address, draft, match):
            return None
        place, end = self._place_of(address, draft, match)
        return self._with_crossing(address, draft, place, end)

    def _is_no_place(self, address: AddressText, draft: Draft, match: NameMatch) -> bool:
        """Whether a known name stands for a person or a date here."""
        if not all(each.named.kind is PlaceKind.STREET for each in match.readings):
            return False
        if address.tokens[draft.position].is_number and not draft.has_street_context:
            return True
        if draft.has_street_context:
            return False
        is_longer_name = address.is_capitalised(match.end) and not self._own_name(address, match.end)
        return is_longer_name or address.ends_with(PlaceWord.TITLE, draft.position)

    def _own_name(self, address: AddressText, position: int) -> bool:
        return self._names.own_name_at(address.tokens, position, accented=address.accented) is not None

    def _place_of(self, address: AddressText, draft: Draft, match: NameMatch) -> tuple[Place, int]:
        end, readings = match.end, match.readings
        suffix = ""
        if any(each.named.is_family for each in readings) and (number := address.member_number_at(end)):
            end, suffix = number.end, f" {number.value}"
            readings = tuple(each for each in readings if each.named.is_family)
        elif draft.has_street_context:
            readings = tuple(sorted(readings, key=lambda each: each.named.kind is not PlaceKind.STREET))
        else:
            readings = tuple(sorted(readings, key=lambda each: not is_group(each)))
        factor = 1.0 if draft.is_anchored else _UNSURE_FACTOR
        candidates = tuple(candidate_of(draft, each, suffix, factor) for each in readings[:_MOST_CANDIDATES])
        return Place(span="", label=label_of(draft, self._labels, candidates[0].name), candidates=candidates), end

    def _with_crossing(self, address: AddressText, draft: Draft, place: Place, end: int) -> tuple[Place, int]:
        """Joins the second street of a crossing, when one follows."""
        word = address.word_at(PlaceWord.CROSSING, end)
        is_dash = address.folded(end) in {"-", "\u2013"}
        if (word is None and not is_dash) or not (draft.junction or is_dash or word and len(word.meaning) > 2):
            return place, end
        position = word.end if word else end + 1
        street = address.word_at(PlaceWord.STREET, position)
        position = street.end if street else position
        match = self._names.exact_at(address.tokens, position, accented=address.accented)
        if match is None or not any(each.named.kind is PlaceKind.STREET for each in match.readings):
            return place, end
        second, end = self._place_of(address, Draft(start=position, position=position), match)
        first, other = place.candidates[0], second.candidates[0]
        name = self._labels.crossing.format(first=first.name, second=other.name)
        return replace(place, label=label_of(draft, self._labels, name), candidates=(first, other)), end

    def _read_generic(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        word = address.word_at(PlaceWord.GENERIC, draft.position)
        if word is None or draft.street_word:
            return None
        owner = self._read_group(address, replace(draft, position=word.end)) or self._read_owner(address, word.end)
        if owner is None:
            return self._unknown(address, draft, word.end), word.end
        place, end = owner
        label = address.span(draft.position, end)
        return replace(place, label=label), end

    def _read_owner(self, address: AddressText, position: int) -> tuple[Place, int] | None:
        """The village whose name a kind of place bears."""
        match = self._names.exact_at(address.tokens, position, accented=address.accented)
        group = next((each for each in match.readings if is_group(each)), None) if match else None
        if match is None or group is None:
            return None
        draft = Draft(start=position, position=position)
        return self._group_place(draft, group.named.name, group.named.name), match.end

    def _read_unlisted(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        """A misspelt name where something announces a place, else an unlisted street after a street word."""
        if not draft.is_anchored or (draft.street_word and len(draft.street_word) == 1):
            return None
        if draft.street_word and address.word_at(PlaceWord.HOUSE, draft.position):
            return self._read_numbered_street(address, draft)
        own = [self._own_name(address, position) for position in range(len(address.tokens))]
        end, capitals = address.name_run(draft.position, own)
        match = self._guess(address.tokens[draft.position : end], draft)
        if match is not None:
            place, last = self._place_of(address, draft, replace(match, end=draft.position + match.end))
            return self._with_crossing(address, draft, place, last)
        if not draft.street_word or end - draft.position < (1 if capitals else 2):
            return None
        number = address.member_number_at(end)
        end = number.end if number else end
        return self._unknown(address, draft, end), end

    def _read_numbered_street(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        """A street of a new quarter that has only a number."""
        number = address.member_number_at(draft.position)
        return (self._unknown(address, draft, number.end), number.end) if number else None

    def _guess(self, run: tuple[Token, ...], draft: Draft) -> NameMatch | None:
        """The names a run may mean; after a mere preposition only near-perfect ones of two words or more."""
        if draft.has_street_context:
            match = self._names.misspelt(run, streets_only=draft.street_word is not None)
            return match or self._names.cut_short(run)
        match = self._names.misspelt(run, streets_only=False) if len(run) > 1 else None
        is_sure = match is not None and match.end > 1 and match.readings[0].score >= _SURE_GUESS
        return match if is_sure else None

    def _read_bare_lead(self, address: AddressText, draft: Draft) -> tuple[Place, int] | None:
        """A lane, a crossing or a full house number without any name."""
        is_house = draft.house is not None and draft.house_word is not None and " " in draft.house_word
        if draft.street_word or not (draft.lane or draft.junction or is_house):
            return None
        return self._unknown(address, draft, draft.position), draft.position

    def _unknown(self, address: AddressText, draft: Draft, end: int) -> Place:
        relation = address.word_at(PlaceWord.RELATION, draft.start)
        start = relation.end if relation and relation.end < end else draft.start
        span = address.span(start, end)
        return Place(span=span, label=span)
