"""What each number of a report counts, as learned weights see it: the words around it and what the grammar says."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from language.absences import who_came
from language.features import Features, View
from language.number_flow import flow_of
from language.number_sums import compared
from language.report_counts import Counted
from language.report_patterns import WORDS
from language.report_text import Piece, ReportText

_BEFORE, _BEHIND = 4, 5
_PHONE_DIGITS = 8
_TOTAL_REACH = 3
_TOTAL_SIGNS = frozenset({"=", ">"})
_EDGE = "|"
_SIZES = (2, 4, 10, 20, 100)
_LETTERS = 3
_COUNTS_NOTHING = frozenset({"team", "day", "time"})


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number at a piece, its value as it counts, and how the grammar counts it, if at all.

    Of a range its lower end counts, of members who were summoned those who came.

    `is_beside_speaker` says that the writer names himself before it: `em voi 2 ban`; `is_announced_total` that a word
    or sign for totals stands shortly before it.
    """

    at: int
    value: int
    counted: Counted | None
    is_beside_speaker: bool
    is_announced_total: bool
    features: Features

    def value_for(self, field: str) -> int:
        """What it adds to a field: among the members who worked its writer is one more."""
        return self.value + (field == "members" and self.is_beside_speaker)


class _Company:
    """What all the numbers of a report count: how many of each, the rank of each among its like, its neighbours."""

    def __init__(self, counted: Sequence[Counted]) -> None:
        self.alike = Counter(one.what for one in counted)
        self._counted = sorted(counted, key=lambda one: one.start)
        self._starts = [one.start for one in self._counted]
        seen: Counter[str] = Counter()
        self.ranks: dict[int, int] = {}
        for one in counted:
            self.ranks[one.start] = seen[one.what]
            seen[one.what] += 1

    def before(self, at: int) -> str | None:
        """What the last number before this piece counts."""
        found = bisect_left(self._starts, at)
        return self._counted[found - 1].what if found else None

    def behind(self, at: int) -> str | None:
        """What the first number behind this piece counts."""
        found = bisect_right(self._starts, at)
        return self._counted[found].what if found < len(self._starts) else None


def numbers_of(
    report: ReportText,
    counted: Sequence[Counted],
    notes: Sequence[frozenset[str]],
    *,
    kind: str,
    topics: Mapping[int, str],
) -> tuple[Number, ...]:
    """Every number that may count something.

    `notes` say of each token what the grammars take it for, `kind` what the report seems to tell of: who is counted at
    a meeting of the team is one of its own. `topics` are those that are named, by their first tokens.
    """
    by_start, words = {one.start: one for one in counted}, report.seen_pieces
    told = _told(report, notes)
    beside = compared(told), flow_of(report, [at for at, _ in told], notes, topics)
    seen = _Seen(report=report, notes=notes, company=_Company(counted), kind=kind, beside=beside)
    found = []
    for at, piece in enumerate(report.pieces):
        if piece.value is None or len(piece.word) >= _PHONE_DIGITS or _is_money(words, at):
            continue
        own = by_start.get(at)
        found.append(
            Number(
                at=at,
                value=who_came(report, at) or (own.value if own else piece.value),
                counted=own,
                is_beside_speaker=_is_beside_speaker(words, at),
                is_announced_total=_is_announced(words, at, notes[max(piece.start - _TOTAL_REACH, 0) : piece.start]),
                features={View.ACCENTED: frozenset(seen.of(at, own))},
            )
        )
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A report with what was noticed in it; `beside` holds what is seen at its numbers of the others."""

    report: ReportText
    notes: Sequence[frozenset[str]]
    company: _Company
    kind: str
    beside: Sequence[Mapping[int, Sequence[str]]]

    def of(self, at: int, own: Counted | None) -> Iterator[str]:
        """What is seen of the number at this piece."""
        words, piece = self.report.seen_pieces, self.report.pieces[at]
        yield from (f"kind:{self.kind}", f"kind:{self.kind}:{own.what if own else None}")
        yield from self.notes[piece.start]
        yield from _noted_around(self.notes, piece)
        yield from _around(self.report, at)
        yield from _counting(at, own, self.company)
        yield from _sizes(piece)
        yield from _as_typed(self.report, piece, words[at - 1] if at else _EDGE)
        for noticed in self.beside:
            yield from noticed.get(at, ())


def _is_money(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1] in WORDS["surely_money"]


def _is_beside_speaker(words: Sequence[str], at: int) -> bool:
    return at > 1 and words[at - 1] in WORDS["together_with"] and words[at - 2] in WORDS["speakers"]


def _is_announced(words: Sequence[str], at: int, notes_before: Sequence[frozenset[str]]) -> bool:
    return (at > 0 and words[at - 1] in _TOTAL_SIGNS) or any("total" in noted for noted in notes_before)


def _around(report: ReportText, at: int) -> Iterator[str]:
    words = report.seen_pieces
    padded = [*[_EDGE] * _BEFORE, *words, *[_EDGE] * _BEHIND]
    here = at + _BEFORE
    for shift in range(-_BEFORE, _BEHIND + 1):
        if shift:
            yield f"{shift}:{padded[here + shift]}"
    for size in (2, 3):
        yield "<:" + " ".join(padded[here - size : here])
        yield ">:" + " ".join(padded[here + 1 : here + 1 + size])
    yield f"<>:{padded[here - 1]} {padded[here + 1]}"
    yield f"<<>>:{padded[here - 2]} {padded[here - 1]} {padded[here + 1]} {padded[here + 2]}"
    yield from (f"since:{word}" for word in _clause(report, at, -1))
    yield from (f"until:{word}" for word in _clause(report, at, 1))
    yield from _in_its_line(report, at)
    if _is_beside_speaker(words, at):
        yield "beside_speaker"
    yield from (f"in:{word}" for word in padded[here + 1 : here + _BEHIND + 1])


def _clause(report: ReportText, at: int, step: int) -> Iterator[str]:
    """The words between this number and the next sign, number or end of the line on one side."""
    words, first = report.seen_pieces, max(step, 0)
    at += step
    while 0 <= at < len(words) and words[at][:1].isalpha():
        if report.pieces[at + 1 - first].start in report.line_starts:
            break
        yield words[at]
        at += step


def _in_its_line(report: ReportText, at: int) -> Iterator[str]:
    """Where lines are broken around a number."""
    if report.line_starts:
        breaks = [piece.start in report.line_starts for piece in report.pieces[max(at - 1, 0) : at + 3]]
        yield f"lines:{':'.join(str(int(one)) for one in breaks)}"


def _noted_around(notes: Sequence[frozenset[str]], piece: Piece) -> Iterator[str]:
    for shift in (-3, -2, -1):
        if piece.start + shift >= 0:
            yield from (f"{shift}:{note}" for note in notes[piece.start + shift])
    for shift in range(_BEHIND):
        if piece.end + shift < len(notes):
            yield from (f"+{shift}:{note}" for note in notes[piece.end + shift])


def _counting(at: int, own: Counted | None, company: _Company) -> Iterator[str]:
    yield f"is:{own.what if own else None}"
    if own is not None:
        yield f"is:{own.what}:{company.alike[own.what]}:{company.ranks[at]}"
        flags = {
            "part": own.is_subset,
            "opened": own.opened_wallets,
            "had": own.had_wallets,
            "sum": own.sums_up,
            "parts": own.opens_parts,
        }
        yield from (f"is:{own.what}:{name}" for name, holds in flags.items() if holds)
    yield f"before:{company.before(at)}"
    yield f"behind:{company.behind(at)}"
    yield from (
        f"beside:{what}" for what, count in company.alike.items() if count > (own is not None and own.what == what)
    )


def _told(report: ReportText, notes: Sequence[frozenset[str]]) -> list[tuple[int, int]]:
    """Every number and where it stands, but for those of teams, days and times."""
    return [
        (at, piece.value)
        for at, piece in enumerate(report.pieces)
        if piece.value is not None and len(piece.word) < _PHONE_DIGITS and not notes[piece.start] & _COUNTS_NOTHING
    ]


def _as_typed(report: ReportText, piece: Piece, before: str) -> Iterator[str]:
    """A number in words may be none (`ba`, `nam`): how it was typed, and how the word behind it."""
    token = report.tokens[piece.start]
    if token.is_number:
        yield "digits"
    else:
        yield from (f"as:{token.folded}", f"as:{token.sound}", f"as:{token.folded}:{before}")
        if report.text[token.start].isupper():
            yield "capital"
    if piece.end < len(report.tokens) and report.tokens[piece.end].is_word:
        behind = report.tokens[piece.end]
        yield f"accented:{behind.sound}"
        yield from (f"p:{behind.folded[:_LETTERS]}", f"e:{behind.folded[-_LETTERS:]}")
        if report.text[behind.start].isupper():
            yield "capital behind"


def _sizes(piece: Piece) -> Iterator[str]:
    yield from (f"size:{size}" for size in _SIZES if (piece.value or 0) >= size)
