"""Where an activity was: the words behind a preposition, up to where something else begins, or a known place."""

from collections.abc import Sequence

from domain.understanding import PlaceKind
from language.normalising import fold_words
from language.places import FoundPlace
from language.report_patterns import WORDS
from language.report_text import ReportText

_LONGEST = 9


def find_place(report: ReportText, places: Sequence[FoundPlace], taken: set[int], teams: set[int]) -> str | None:
    """The place as it was written, without its preposition; `taken` are pieces of dates and times.

    A team's name may end a place (the community house of a group) but not begin one.
    """
    found = _behind_at(report, taken, teams) or _along(report, taken) or _behind_motion(report, places, taken, teams)
    return found if found and not _is_bare(report, found) else _known(places) or _site(report, taken)


def _behind_at(report: ReportText, taken: set[int], teams: set[int]) -> str | None:
    """`o`, `tai`: whatever follows is the place."""
    hidden = report.places_of(report.words.turns["not_at"])
    for start, end in report.places_of(report.words.turns["at"]):
        if any(first <= start < last for first, last in hidden) or _piece_at(report, end) in teams:
            continue
        if found := _words_from(report, end, taken, teams):
            return found
    return None


def _along(report: ReportText, taken: set[int]) -> str | None:
    """`doc duong ...`: the word belongs to the place."""
    for start, _ in report.places_of(report.words.turns["along"]):
        if found := _words_from(report, start, taken, set()):
            return found
    return None


def _is_bare(report: ReportText, words: str) -> bool:
    """A mere `house` or `there` names no place."""
    return fold_words(words) in report.words.bare_places


def _behind_motion(report: ReportText, places: Sequence[FoundPlace], taken: set[int], teams: set[int]) -> str | None:
    """`ra`, `toi`, `xuong`, `ghe`: what follows is a place only if it begins like one."""
    hidden = report.places_of(report.words.turns["not_at"])
    for start, end in report.places_of(report.words.turns["towards"]):
        first = _piece_at(report, end)
        if first is None or first - 1 in taken or first in teams:
            continue
        if any(opens <= start < last for opens, last in hidden):
            continue
        begins = report.words.turns["place_begins"].find_at(report.tokens, end, accented=report.accented)
        token = report.tokens[end]
        known = any(place.start <= token.start < place.end and not _is_group(place) for place in places)
        begin = start if report.tokens[start].folded in WORDS["with_its_place"] else end
        if (begins or known) and (found := _words_from(report, begin, taken, teams)):
            return found
    return None


def _known(places: Sequence[FoundPlace]) -> str | None:
    return next((place.place.span for place in places if place.is_anchored and not _is_group(place)), None)


def _site(report: ReportText, taken: set[int]) -> str | None:
    """A hall, a counter, somebody's home, named without any word before it."""
    spoken = report.places_of(report.words.turns["sites_with_accents"]) if report.accented else []
    for start, _ in [*report.places_of(report.words.turns["sites"]), *spoken]:
        if found := _words_from(report, start, taken, set()):
            return found
    return None


def _is_group(found: FoundPlace) -> bool:
    best = found.place.best
    return best is not None and best.kind is PlaceKind.RESIDENTIAL_GROUP


def _piece_at(report: ReportText, token: int) -> int | None:
    return next((at for at, piece in enumerate(report.pieces) if piece.start >= token), None)


def _words_from(report: ReportText, token: int, taken: set[int], teams: set[int]) -> str | None:
    first = _piece_at(report, token)
    if first is None:
        return None
    last = first
    while last < len(report.pieces) and last - first < _LONGEST and not _ends(report, first, last, taken):
        if last - 1 in teams and last not in teams and last > first:
            break
        last += 1
    return report.verbatim(first, last) if last > first else None


def _ends(report: ReportText, first: int, at: int, taken: set[int]) -> bool:
    piece = report.pieces[at]
    if at in taken or not (piece.word[:1].isalnum() or piece.word in {"/", "-", "."}):
        return True
    if piece.word in {"-", "."} and not report.tokens[piece.start].is_glued:
        return True
    if piece.word == "." and at + 1 >= len(report.pieces):
        return True
    if at > first and not report.accented and _is_a_name(report, at):
        return False
    stop = report.words.turns["place_ends"].find_at(report.tokens, piece.start, accented=report.accented)
    if stop and at > first and f"{report.pieces[at - 1].word} {piece.word}" not in WORDS["one_word"]:
        return True
    is_in_a_number = report.pieces[at - 1].word == "/" and at > first
    return piece.value is not None and at > first and not is_in_a_number and counts_something(report, at)


def _is_a_name(report: ReportText, at: int) -> bool:
    """Whether the word, or the one behind it, has a capital: without accents many names look like other words."""
    typed = [report.verbatim(position, position + 1) for position in range(at, min(at + 2, len(report.pieces)))]
    kin = report.pieces[at].word in WORDS["before_a_name"]
    return not report.is_shouted and (typed[0][:1].isupper() or (kin and typed[-1][:1].isupper()))


def counts_something(report: ReportText, at: int) -> bool:
    """Whether the number at this piece has a counted word right behind it."""
    if at + 1 >= len(report.pieces):
        return False
    start = report.pieces[at + 1].start
    hit = report.words.counted.find_at(report.tokens, start, accented=report.accented)
    return hit is not None and hit.meaning != "nothing"
