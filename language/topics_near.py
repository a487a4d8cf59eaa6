"""Which topics are named near two numbers of a report: whether both tell of the same work or of different."""

from collections.abc import Iterator, Sequence

from language.activity_topics import TopicHit

_FARTHEST = 7
_NONE = "-"
_MOST = 3


def topics_near(topics: Sequence[TopicHit], one: int, other: int) -> Iterator[str]:
    """What is seen of the topics around the tokens of two numbers, and of those named between them."""
    left = [_near([(at - hit.end, hit) for hit in topics if hit.end <= at]) for at in (one, other)]
    right = [_near([(hit.start - at, hit) for hit in topics if hit.start > at]) for at in (one, other)]
    about = [min(near)[1] for near in zip(left, right, strict=True)]
    yield from (f"about:{':'.join(about)}", f"about:{about[0] == about[1]}:{_NONE in about}")
    for name, (first, second) in (("left", left), ("right", right)):
        yield from (f"{name}:{first[1]}:{second[1]}", f"{name}:{first[1] == second[1]}:{first[1] == _NONE}")
    between = {str(hit.topic) for hit in topics if one < hit.start < other}
    yield f"between:{min(len(between), _MOST)}"
    yield from (f"between:{topic}" for topic in between)
    yield f"topics:{min(len({hit.topic for hit in topics}), _MOST)}"


def _near(topics: Sequence[tuple[int, TopicHit]]) -> tuple[int, str]:
    """How far the nearest topic is, and which; none where it is too far to be of this number."""
    far, hit = min(topics, key=lambda near: near[0], default=(_FARTHEST + 1, None))
    return (far, str(hit.topic)) if hit is not None and far <= _FARTHEST else (_FARTHEST + 1, _NONE)
