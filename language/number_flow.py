"""What lies between the numbers of a report, however far: the work, wallets, topics and persons named there."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from language.report_text import ReportText

_MARKS = (
    "work",
    "new_wallet",
    "already",
    "subset",
    "total",
    "team",
    "noun:members",
    "noun:weak_members",
    "noun:people",
    "noun:households",
    "noun:ewallet_accounts",
)
_STOPS = frozenset({".", ";", "!"})
_COMMA, _STOP, _NOTHING = "comma", "stop", "none"
_TARGET = "target"


def flow_of(
    report: ReportText, told: Sequence[int], notes: Sequence[frozenset[str]], topics: Mapping[int, str]
) -> dict[int, list[str]]:
    """What is seen at each of these pieces, which are numbers, of the stretches up to its neighbours.

    `topics` tell by its first token what each topic is that is named.
    """
    ends = [0, *(report.pieces[at].end for at in told)]
    starts = [*(report.pieces[at].start for at in told), len(report.tokens)]
    stretches = [_marked(report, range(start, end), notes, topics) for start, end in zip(ends, starts, strict=True)]
    flow = {at: list(_noticed(before, behind)) for at, (before, behind) in zip(told, pairwise(stretches), strict=True)}
    for at, is_near in _under_targets(report, told, notes):
        flow[at] += ["flow:target", f"flow:target:{is_near}"]
    return flow


def _under_targets(
    report: ReportText, told: Sequence[int], notes: Sequence[frozenset[str]]
) -> Iterator[tuple[int, bool]]:
    """The numbers behind a word for what is to be reached, and whether that stands in their own sentence."""
    targets = [at for at, noted in enumerate(notes) if _TARGET in noted]
    for at in told:
        start = report.pieces[at].start
        target = max((target for target in targets if target < start), default=None)
        if target is not None:
            stops = any(token.word in _STOPS for token in report.tokens[target + 1 : start + 1])
            yield at, not (stops or report.breaks_line(target + 1, start))


def _marked(report: ReportText, tokens: range, notes: Sequence[frozenset[str]], topics: Mapping[int, str]) -> list[str]:
    """The marks of one stretch in their order, each that follows another."""
    marks: list[str] = []
    for at in tokens:
        word = report.tokens[at].folded
        if at in report.line_starts and marks[-1:] != [_STOP]:
            marks.append(_STOP)
        found = [mark for mark in _MARKS if mark in notes[at]] + ([f"topic:{topics[at]}"] if at in topics else [])
        found += [_STOP] * (word in _STOPS) + [_COMMA] * (word == ",")
        marks += [mark for mark in found if marks[-1:] != [mark]]
    return marks


def _noticed(before: Sequence[str], behind: Sequence[str]) -> Iterator[str]:
    own_before, own_behind = _up_to_stop(before[::-1]), _up_to_stop(behind)
    yield from (f"flow<{mark}" for mark in set(own_before))
    yield from (f"flow>{mark}" for mark in set(own_behind))
    last, following = _first(own_before), _first(own_behind)
    yield f"flow:{last}|{following}"
    yield from (f"flow<:{last}:{_first(own_before[1:])}", f"flow>:{following}:{_first(own_behind[1:])}")
    yield f"flow work:{'work' in own_before}:{'work' in own_behind}"


def _up_to_stop(marks: Sequence[str]) -> Sequence[str]:
    return marks[: marks.index(_STOP) + 1] if _STOP in marks else marks


def _first(marks: Sequence[str]) -> str:
    return marks[0] if marks else _NOTHING
