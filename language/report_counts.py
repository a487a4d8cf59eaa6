"""What the numbers of a report count: people or turns, households, accounts, products, members; and what not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from language.clauses import clause_end, clause_start, ends_clause, is_broken, is_sign, line_end
from language.dates import day_pieces
from language.durations import time_pieces
from language.report_patterns import WORDS
from language.report_text import ReportText

_PERSONS = frozenset({"people", "turns"})
_BEFORE_NUMBER = 3
_WALLET_REACH = 9
_LOOK_BACK = 8
_PHONE_DIGITS = 8
_TEN = 10
_SHARED = frozenset({"members", "people", "households"})


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One number and what it counts, at the pieces `start` up to `end`."""

    value: int
    what: str
    start: int
    end: int
    is_subset: bool = False
    opened_wallets: bool = False
    had_wallets: bool = False
    sums_up: bool = False
    opens_parts: bool = False


def find_counted(report: ReportText, taken: set[int], topics: set[int]) -> list[Counted]:
    """Every counted number in the order of the text; `taken` are pieces that name places or teams.

    `topics` are the last pieces of topics: a bare number behind one counts people (`vneid 12, vssid 5`).
    """
    covered = taken | day_pieces(report) | time_pieces(report)
    covered |= {at for at in topics if report.pieces[at].value is not None}
    found = [*_directly(report, covered, topics), *_behind_its_word(report, covered)]
    found.sort(key=lambda one: one.start)
    kept = [one for at, one in enumerate(found) if not any(other.start == one.start for other in found[:at])]
    return [_in_its_words(report, _by_who_is_meant(report, one, kept), kept) for one in kept]


def _directly(report: ReportText, covered: set[int], topics: set[int]) -> Iterator[Counted]:
    pieces, beyond = report.pieces, 0
    for at, piece in enumerate(pieces):
        if (
            at < beyond
            or piece.value is None
            or at in covered
            or len(piece.word) >= _PHONE_DIGITS
            or (_is_no_count(report, at) and at - 1 not in topics)
        ):
            continue
        end = beyond = _after_range(report, at)
        what, last = _noun_at(report, end)
        if what is None and (inherited := _inherits(report, end)):
            what, last = inherited, end
        if what is None and _is_behind(report, at, topics) and _word_before(report, at) is None:
            what, last = "files" if _papers_before(report, at) else "people", end
        if what is not None and what != "nothing":
            yield Counted(value=_lower_end(report, at, end), what=what, start=at, end=last)


def _is_behind(report: ReportText, at: int, topics: set[int]) -> bool:
    """`vneid 12`, `vneid: 12`."""
    return at - 1 in topics or (at - 2 in topics and report.pieces[at - 1].word in {":", "="})


def _papers_before(report: ReportText, at: int) -> bool:
    """`hs dvc 12`, `ho so dich vu cong: 14`: what is counted stands before the topic."""
    before = " ".join(piece.word for piece in report.pieces[max(at - _LOOK_BACK, 0) : at])
    return any(f" {word} {topic}" in f" {before}" for word in WORDS["pupils"] for topic in WORDS["done_on_papers"])


def _after_range(report: ReportText, at: int) -> int:
    pieces, end = report.pieces, at + 1
    if end < len(pieces) and pieces[end].word in WORDS["several"]:
        end += 1
    if end + 1 < len(pieces) and pieces[end].word in WORDS["range"] and pieces[end + 1].value is not None:
        return end + 2
    is_share = end + 1 < len(pieces) and pieces[end].word == "/" and pieces[end + 1].value is not None
    return end + 2 if is_share and _noun_at(report, end + 2)[0] in _SHARED else end


def _lower_end(report: ReportText, at: int, end: int) -> int:
    """The number itself; of `3-4 chuc` the tens that are said only behind the higher one."""
    value = report.pieces[at].value or 0
    higher = report.pieces[end - 1].value or 0
    is_of_tens = end - at > 1 and value < _TEN <= higher and higher % _TEN == 0
    return value * _TEN if is_of_tens and not report.verbatim(end - 1, end).isdecimal() else value


def _noun_at(report: ReportText, position: int) -> tuple[str | None, int]:
    if position >= len(report.pieces):
        return None, position
    start = report.pieces[position].start
    follows_number = position > 0 and report.pieces[position - 1].value is not None
    is_bare = follows_number and not report.tokens[start].is_marked
    hit = report.words.counted.find_at(report.tokens, start, accented=report.accented and not is_bare)
    if hit is None:
        return None, position
    end = position
    while end < len(report.pieces) and report.pieces[end].start < hit.end:
        end += 1
    if hit.meaning == "households" and _only_asks_kindly(report, position, end):
        return None, position
    return hit.meaning, end


def _only_asks_kindly(report: ReportText, position: int, end: int) -> bool:
    """`28 nha c`: without its accents the word for a house is also the one that softens a sentence at its end."""
    if end - position > 1 or report.accented or report.pieces[position].word not in WORDS["softens"]:
        return False
    return end >= len(report.pieces) or report.pieces[end].word in WORDS["softened_for"]


def _inherits(report: ReportText, position: int) -> str | None:
    """`sang 15 chieu 20 nguoi`: a number without a word of its own counts what the next one does."""
    pieces = report.pieces
    if position + 1 < len(pieces) and pieces[position].word in WORDS["later_parts"]:
        following = position + 1
        if pieces[following].value is not None:
            return _noun_at(report, following + 1)[0]
    return None


def _is_no_count(report: ReportText, at: int) -> bool:
    """Team numbers, levels, money, what each one gets, and the old value of a correction."""
    before = [piece.word for piece in report.pieces[max(at - _BEFORE_NUMBER, 0) : at]]
    if before and before[-1] in WORDS["names_a_team"]:
        noun, _ = _noun_at(report, at + 1)
        is_whole_team = noun is not None and " ".join(before[-2:]) in WORDS["whole_team"]
        if not is_whole_team and (before[-1] not in WORDS["names_unless_counted"] or noun is None):
            return True
    is_money = at + 1 < len(report.pieces) and report.pieces[at + 1].word in WORDS["money"]
    if is_money and _noun_at(report, at + 1)[0] in {None, "nothing"}:
        return True
    if _becomes_another(report, at):
        return True
    return _stands_behind(report, at, "each", reach=6) or _stands_behind(report, at, "old_value", reach=3)


def _becomes_another(report: ReportText, at: int) -> bool:
    """`14 nguoi thanh 40`: what a correction replaces."""
    _, end = _noun_at(report, at + 1)
    following = report.pieces[end : end + 2]
    return len(following) > 1 and following[0].word in WORDS["becomes"] and following[1].value is not None


def _stands_behind(report: ReportText, at: int, key: str, *, reach: int) -> bool:
    """Whether a phrase that turns the number ends shortly before it, in the same clause."""
    token = report.pieces[at].start
    for _, end in report.places_of(report.words.turns[key]):
        if end <= token <= end + reach - 1 and not is_broken(report, end, token):
            return True
    return False


def _behind_its_word(report: ReportText, covered: set[int]) -> Iterator[Counted]:
    """`so ho la 44`, `vi mo moi: 102`: the word stands before its number."""
    for at, piece in enumerate(report.pieces):
        if piece.value is None or at in covered or len(piece.word) >= _PHONE_DIGITS or _is_no_count(report, at):
            continue
        own, _ = _noun_at(report, _after_range(report, at))
        if own is not None or at == 0:
            continue
        if what := _word_before(report, at):
            yield Counted(value=piece.value, what=what, start=at, end=at + 1)


def _word_before(report: ReportText, at: int) -> str | None:
    said = " ".join(piece.word for piece in report.pieces[max(at - 2, 0) : at])
    if found := next((what for what in ("members", "people") if said in WORDS[f"number_of_{what}"]), None):
        return found
    if report.pieces[at - 1].word not in WORDS["joins"]:
        return None
    for position in range(at - 1, max(at - _LOOK_BACK, -1), -1):
        if is_sign(report, position) or report.pieces[position].value is not None:
            return None
        what, end = _noun_at(report, position)
        if what not in (None, "nothing", "hours", "minutes", "sessions") and end <= at:
            return what
    return None


def _by_who_is_meant(report: ReportText, one: Counted, found: Sequence[Counted]) -> Counted:
    """`ca to 5 nguoi`, `..., 3 ng di` are members; `giup 10 ban` are people who were helped."""
    before = " ".join(piece.word for piece in report.pieces[max(one.start - 2, 0) : one.start])
    if one.what == "weak_members" and before.split()[-1:] and before.split()[-1] in WORDS["helps"]:
        return replace(one, what="people")
    if one.what == "members" and _are_served(report, one):
        return replace(one, what="people")
    if one.what == "people" and _are_papers(report, one):
        return replace(one, what="files")
    if one.what != "people":
        return one
    if before in WORDS["whole_team"] or (len(found) > 1 and _closes_with_going(report, one.end)):
        return replace(one, what="members")
    return one


def _are_served(report: ReportText, one: Counted) -> bool:
    """`cho 35 doan vien`: those of the youth union for whom something is done came to it."""
    noun = " ".join(piece.word for piece in report.pieces[one.start + 1 : one.end])
    return one.start > 0 and report.pieces[one.start - 1].word in WORDS["served"] and noun in WORDS["union_members"]


def without_sessions(counted: Sequence[Counted]) -> list[Counted]:
    """Turns that are fewer than the people of one of their parts count sessions, and nobody who came."""
    turns = [one for one in counted if one.what == "turns"]
    people = [one.value for one in counted if one.what == "people" and not one.is_subset]
    are_sessions = len(turns) == 1 and len(people) > 1 and turns[0].value < min(people)
    return [one for one in counted if not are_sessions or one.what != "turns"]


def _are_papers(report: ReportText, one: Counted) -> bool:
    """`nop 5 hs`, `5 hs dvc`: the short word for pupils is the one for papers where something is handed in."""
    handed_in = one.start > 0 and report.pieces[one.start - 1].word in WORDS["papers"]
    following = " ".join(piece.word for piece in report.pieces[one.end : one.end + 2])
    is_about_them = handed_in or following.startswith(tuple(WORDS["done_on_papers"]))
    return is_about_them and " ".join(piece.word for piece in report.pieces[one.start + 1 : one.end]) in WORDS["pupils"]


def _closes_with_going(report: ReportText, end: int) -> bool:
    words = [piece.word for piece in report.pieces[end : end + 2]]
    return bool(words) and words[0] in WORDS["went"] and (len(words) == 1 or ends_clause(report, end + 1))


def _in_its_words(report: ReportText, one: Counted, found: Sequence[Counted]) -> Counted:
    following = next((other.start for other in found if other.start > one.start), len(report.pieces))
    until = line_end(report, one.end, min(one.end + _WALLET_REACH, following, len(report.pieces)))
    since = clause_start(report, max((other.end for other in found if other.start < one.start), default=0), one.start)
    ahead = _has(report, "new_wallet", one.start, until)
    behind = _has(report, "new_wallet", since, one.start) and one.what in _PERSONS | {"households"}
    return replace(
        one,
        is_subset=_stands_behind(report, one.start, "subset", reach=4) or _is_part(report, one),
        sums_up=_stands_behind(report, one.start, "total", reach=4),
        opens_parts=one.end < len(report.pieces) and report.pieces[one.end].word in WORDS["opens_parts"],
        opened_wallets=one.what != "ewallet_accounts" and (ahead or behind),
        had_wallets=_has(report, "already", one.start, clause_end(report, one.end, until)),
    )


def _is_part(report: ReportText, one: Counted) -> bool:
    """`20 nguoi trong so do`, `1 san pham chua du giay to`: not to be added."""
    following = " ".join(piece.word for piece in report.pieces[one.end : one.end + 3])
    if one.what == "ocop_products" and following.startswith(tuple(WORDS["not_yet"])):
        return True
    return following in WORDS["of_these"]


def _has(report: ReportText, key: str, first: int, last: int) -> bool:
    if first >= last:
        return False
    start, end = report.tokens_of(first, last)
    return any(start <= at and stop <= end for at, stop in report.places_of(report.words.turns[key]))


def bare_number(report: ReportText, taken: set[int]) -> int | None:
    """The last number that counts nothing by itself and is no old value: what a correction without a unit means."""
    covered = taken | day_pieces(report) | time_pieces(report)
    numbers = [
        piece.value
        for at, piece in enumerate(report.pieces)
        if piece.value is not None and at not in covered and len(piece.word) < _PHONE_DIGITS
        if not _is_no_count(report, at)
    ]
    return numbers[-1] if numbers else None
