"""Every naming of a topic where it stands: whether the work was about it, and which number belongs to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from language.activity_topics import STRONG, TopicHit
from language.features import Features, View
from language.number_roles import Number
from language.report_text import ReportText
from language.surroundings import EDGE, LINE_END, around, beside

_REACH = 4
_MOST, _MOST_PAIRS = 24, 60
_NEAREST = 2
_SHORT_GAP = 4
_FAR = (1, 2, 3, 5, 8, 13)
_GAPS = (0, 1, 2, 4, 8)
_PARTING = (".", ";", ",", "-", "+", ":")
_MOST_WORDS = 8
_OF_NUMBERS = ("sum", "part", "rank", "is:")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A number and a naming of a topic near it, by their ranks in the report, and what is seen of them together."""

    number: int
    hit: int
    features: Features


def mention_features(report: ReportText, hits: Sequence[TopicHit], notes: Sequence[frozenset[str]]) -> list[Features]:
    """What is seen of each naming of a topic: the words around it and the other topics."""
    words = report.seen_words
    return [{View.FOLDED: frozenset(_mention(words, hits[:_MOST], rank, notes))} for rank in range(len(hits[:_MOST]))]


def _mention(
    words: Sequence[str], hits: Sequence[TopicHit], rank: int, notes: Sequence[frozenset[str]]
) -> Iterator[str]:
    hit = hits[rank]
    phrase, others = " ".join(words[hit.start : hit.end]), {other.topic for other in hits} - {hit.topic}
    yield from (f"of:{hit.topic}", f"is:{hit.topic}:{phrase}", f"sure:{hit.weight >= STRONG}")
    yield f"others:{min(len(others), 3)}"
    yield from (f"with:{hit.topic}:{other}" for other in others)
    yield f"named:{min(sum(other.topic is hit.topic for other in hits), 3)}"
    yield from around(words, hit.start, hit.end, _REACH)
    for side, near in zip("-+", beside(words, hit.start, hit.end, _REACH), strict=True):
        yield from (f"{side}{far}:{hit.topic}:{word}" for far, word in enumerate(near, start=1))
    for shift in (-1, 0):
        at = hit.start + shift if shift else hit.end
        if 0 <= at < len(notes):
            yield from (f"n{shift}:{note}" for note in notes[at])
    if rank:
        yield f"last:{hits[rank - 1].topic}:{hit.topic}"


def pairs_of(
    report: ReportText, hits: Sequence[TopicHit], numbers: Sequence[Number], counts: Mapping[str, int]
) -> list[Pair]:
    """Each number with the namings of topics nearest to it on both sides; `counts` is what the grammar reads."""
    hits, numbers = hits[:_MOST], numbers[:_MOST]
    spans = [report.tokens_of(number.at, number.at + 1) for number in numbers]
    seen = _Seen(report=report, words=report.seen_words, hits=hits, numbers=numbers, spans=spans, counts=counts)
    found: list[Pair] = []
    for rank, (first, last) in enumerate(spans):
        before = [at for at, hit in enumerate(hits) if hit.end <= first][-_NEAREST:]
        behind = [at for at, hit in enumerate(hits) if hit.start >= last][:_NEAREST]
        for near, at in (*enumerate(reversed(before)), *enumerate(behind)):
            names = frozenset((*seen.between(rank, at, near), *seen.rivals(rank, at), *seen.alone(rank, at)))
            found.append(Pair(number=rank, hit=at, features={View.FOLDED: names}))
    return found[:_MOST_PAIRS]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The words of a report with its numbers, at the tokens `spans`, and its topics."""

    report: ReportText
    words: Sequence[str]
    hits: Sequence[TopicHit]
    numbers: Sequence[Number]
    spans: Sequence[tuple[int, int]]
    counts: Mapping[str, int]

    def between(self, rank: int, at: int, near: int) -> Iterator[str]:
        """On which side of the topic the number stands, how far, and what lies between."""
        hit, (first, last) = self.hits[at], self.spans[rank]
        is_behind = hit.end <= first
        start, end = (hit.end, first) if is_behind else (last, hit.start)
        words, number = self.words[start:end], self.numbers[rank]
        side = f"{'behind' if is_behind else 'before'}:{near}"
        yield from (side, f"{side}:{'topic' if self.hits[0].start < self.spans[0][0] else 'number'}")
        yield f"{side}:{number.counted.what if number.counted else None}"
        yield f"{side}:between:{min(sum(start <= one < end for one, _ in self.spans), 3)}"
        yield from (f"{side}:far:{far}" for far in _FAR if end - start >= far)
        yield from (f"{side}:{word}" for word in words[:_MOST_WORDS])
        yield from (f"{side}:sign:{word}" for word in set(words) if not word[:1].isalnum())
        if len(words) <= _SHORT_GAP:
            yield f"{side}:gap:{' '.join(words)}"
        yield f"{side}:next:{self.words[last] if last < len(self.words) else EDGE}"
        yield f"{side}:last:{self.words[first - 1] if first else EDGE}"
        yield f"{side}:closing:{last >= len(self.words) - 2}"

    def rivals(self, rank: int, at: int) -> Iterator[str]:
        """Which sign parts the two, and what else is near: the next number beyond the topic, the next topic beyond the
        number, each with its distance and the sign that parts it.
        """
        hit, (first, last) = self.hits[at], self.spans[rank]
        is_behind = hit.end <= first
        side = "behind" if is_behind else "before"
        own = self._parted(hit.end, first) if is_behind else self._parted(last, hit.start)
        starts = [start for start, _ in self.spans if start >= hit.end]
        ends = [end for _, end in self.spans if end <= hit.start]
        number = (max(ends, default=None), hit.start) if is_behind else (hit.end, min(starts, default=None))
        tops = [one.start for one in self.hits if one.start >= last]
        bottoms = [one.end for one in self.hits if one.end <= first]
        topic = (last, min(tops, default=None)) if is_behind else (max(bottoms, default=None), first)
        yield f"{side}:parted:{own}"
        for name, (start, end) in (("number", number), ("topic", topic)):
            gap = "none" if start is None or end is None else f"{self._size(end - start)}:{self._parted(start, end)}"
            yield from (f"{side}:{name}:{gap}", f"{side}:{name}:{gap}:{own}")

    def _parted(self, start: int, end: int) -> str:
        """The strongest sign between two tokens; the end of a line is the strongest."""
        if self.report.breaks_line(start, end):
            return LINE_END
        return next((sign for sign in _PARTING if sign in self.words[start:end]), "")

    @staticmethod
    def _size(gap: int) -> int:
        return next((size for size in _GAPS if gap <= size), _GAPS[-1] + 1)

    def alone(self, rank: int, at: int) -> Iterator[str]:
        """What is seen of the number and of the topic by themselves, and whether the grammar puts them together."""
        hit, number = self.hits[at], self.numbers[rank]
        yield f"what:{number.counted.what if number.counted else None}"
        yield f"same:{at > 0 and self.hits[at - 1].topic is hit.topic}"
        yield f"counts:{min(len(self.spans), 6)}:{min(len(self.hits), 6)}"
        yield from (f"number:{name}" for name in number.features[View.ACCENTED] if name.startswith(_OF_NUMBERS))
        is_said = self.counts.get(str(hit.topic)) == number.value
        yield from (f"grammar:{is_said}", f"grammar:{is_said}:{min(len(self.counts), 3)}")
