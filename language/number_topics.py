"""What work each number of a report tells of, by the words around it: also where no list knows the words of a topic."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from language.activity_topics import TopicHit
from language.features import Features, View
from language.number_roles import Number
from language.report_text import ReportText
from language.surroundings import EDGE, LINE_END

_REACH = 8
_MOST_NUMBERS = 16
_MOST_TOLD = 5
_SIGNS = (LINE_END, ".", ";", ",", "-", "+", ":", "=", "(")
_FAR = 3
_BEFORE, _BEHIND = "<", ">"


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A word beside a number: on which side, parted from it by which sign, beyond how many other words."""

    at: int
    side: str
    sign: str
    far: int


def number_topic_features(report: ReportText, numbers: Sequence[Number], topics: Sequence[TopicHit]) -> list[Features]:
    """What is seen of each of the first numbers: the words on both sides of it up to the next numbers."""
    words, spans = report.seen_words, [report.tokens_of(number.at, number.at + 1) for number in numbers[:_MOST_NUMBERS]]
    named = {at: str(hit.topic) for hit in topics for at in range(hit.start, hit.end)}
    begins = "numbers" if spans and all(hit.start > spans[0][0] for hit in topics) else "topics"
    edges = [0, *(at for span in spans for at in span), len(words)]
    found: list[Features] = []
    for rank, (number, (first, last)) in enumerate(zip(numbers, spans, strict=False)):
        before = range(first - 1, max(edges[2 * rank], first - _REACH) - 1, -1)
        behind = range(last, min(edges[2 * rank + 3], last + _REACH))
        beside = [*_beside(report, before, _BEFORE), *_beside(report, behind, _BEHIND)]
        what = number.counted.what if number.counted else ""
        noticed = (f"what:{what}", f"begins:{begins}", f"numbers:{min(len(spans), _MOST_TOLD)}")
        seen = frozenset(name for word in beside for name in _names(word, words, named, begins))
        found.append({View.FOLDED: seen, View.EVIDENCE: frozenset(noticed)})
    return found


def _beside(report: ReportText, places: range, side: str) -> Iterator[_Word]:
    """Each word on one side with the strongest sign between it and the number; the end of a line is the strongest."""
    strongest, far = "", 0
    for at in places:
        word, breaks = report.seen_words[at], at + (side == _BEFORE) in report.line_starts
        signs = [LINE_END] * breaks + [word] * (word in _SIGNS)
        strongest = min((sign for sign in (*signs, strongest) if sign), key=_SIGNS.index, default="")
        if word[:1].isalnum():
            yield _Word(at=at, side=side, sign=strongest, far=min(far, _FAR))
            far += 1


def _names(word: _Word, words: Sequence[str], named: Mapping[int, str], begins: str) -> Iterator[str]:
    own, side, sign = words[word.at], word.side, word.sign
    following = words[word.at + 1] if word.at + 1 < len(words) else EDGE
    yield from (own, f"{side}{own}", f"{side}{sign}:{own}", f"{own} {following}", f"{side}{own} {following}")
    if topic := named.get(word.at):
        yield from (f"{side}@{topic}", f"{side}{sign}@{topic}", f"{side}{sign}{word.far}@{topic}")
        yield f"{begins}{side}{sign}@{topic}"
