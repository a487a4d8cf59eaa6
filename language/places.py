"""How a message names places: pieces joined to spans, map links, and which spans count for which kind of message."""

from dataclasses import dataclass

from domain.understanding import Intent, Place
from language.lexicon import PlaceLexicon
from language.map_links import find_map_links, links_of
from language.normalising import Token, as_typed
from language.place_chains import Chain, ChainReader
from language.place_context import PlaceContext
from language.place_names import PlaceNames
from language.place_numbers import AddressNumbers
from language.place_reader import PieceReader
from language.place_resolving import resolve
from language.place_runs import NameRuns
from language.place_text import PlaceText

_PLACES_MATTER = {Intent.INCIDENT, Intent.COMPLAINT, Intent.SUPPORT_REQUEST}


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """A place and where it stands in the original text.

    `is_anchored` tells whether the words around it show that a place is meant, `is_named` whether it is more than a
    mere kind of place (the market, the park).
    """

    place: Place
    start: int
    end: int
    is_anchored: bool
    is_named: bool = True


class PlaceFinder:
    """Reads every place of a message with the ward's names and the words that stand around places."""

    def __init__(self, lexicon: PlaceLexicon, names: PlaceNames) -> None:
        self._lexicon = lexicon
        self._names = names

    def find(self, text: str, tokens: tuple[Token, ...]) -> tuple[FoundPlace, ...]:
        """All places in the order of the text; spans are verbatim."""
        links = find_map_links(text)
        found = [FoundPlace(place=link.place, start=link.start, end=link.end, is_anchored=True) for link in links]
        taken = sorted({*links_of(text), *((link.start, link.end) for link in links)})
        found.extend(self._read_all(text, self._lexicon.spelling.respell(_outside(as_typed(text, tokens), taken))))
        return tuple(sorted(found, key=lambda each: each.start))

    def _read_all(self, original: str, tokens: tuple[Token, ...]) -> list[FoundPlace]:
        text = PlaceText(original, tokens, self._lexicon.words)
        numbers = AddressNumbers(text, self._lexicon.numbers)
        runs = NameRuns(text, numbers, self._names)
        context = PlaceContext(text=text, names=self._names, numbers=numbers, runs=runs)
        chains = ChainReader(text, PieceReader(context))
        found: list[FoundPlace] = []
        position = 0
        while position < len(tokens):
            chain = chains.at(position)
            if chain is None:
                position += 1
                continue
            found.append(self._found(text, chain))
            position = max(chain.end, position + 1)
        return found

    def _found(self, text: PlaceText, chain: Chain) -> FoundPlace:
        return FoundPlace(
            place=resolve(text, chain, self._lexicon.labels),
            start=text.tokens[chain.start].start,
            end=text.tokens[chain.end - 1].end,
            is_anchored=chain.is_anchored,
            is_named=chain.is_named,
        )


def places_for(intent: Intent, found: tuple[FoundPlace, ...]) -> tuple[Place, ...]:
    """The places that a message of this intent reports.

    A mere kind of place counts in an incident that names no other; elsewhere a bare name may be a person's, so only
    anchored ones stay.
    """
    if intent not in _PLACES_MATTER:
        return ()
    named = tuple(each for each in found if each.is_named)
    if intent is Intent.INCIDENT:
        return tuple(each.place for each in named or found)
    return tuple(each.place for each in named if each.is_anchored)


def _outside(tokens: tuple[Token, ...], taken: list[tuple[int, int]]) -> tuple[Token, ...]:
    """The tokens that stand in none of the stretches, which are sorted."""
    kept: list[Token] = []
    stretches = iter(taken)
    stretch = next(stretches, None)
    for token in tokens:
        while stretch and stretch[1] <= token.start:
            stretch = next(stretches, None)
        if not (stretch and stretch[0] <= token.start):
            kept.append(token)
    return tuple(kept)
