"""What an activity was about: its topics, and how many came for each of them."""

from collections.abc import Sequence
from itertools import pairwise

from domain.understanding import Topic
from language.evidence import Evidence
from language.lexicon import Signal
from language.phrases import Hit
from language.report_counts import Counted
from language.report_text import ReportText

STRONG = 3.0
_OWN_COUNTS = frozenset({"people", "turns", "files"})


def find_topics(
    report: ReportText, evidence: Evidence, counted: Sequence[Counted], *, has_wallets: bool
) -> tuple[Topic, ...]:
    """The topics in the order of the text; opened accounts are about payments whatever else is said."""
    nouns = [report.tokens_of(one.start, one.end) for one in counted if one.what == "households"]
    hits = [hit for hit in evidence.of_kind(Topic) if not any(first < hit.start < last for first, last in nouns)]
    weights: dict[Topic, float] = {}
    for hit in hits:
        if not _only_leads_to_another(hit, hits):
            topic = Topic(str(hit.meaning.key))
            weights[topic] = weights.get(topic, 0.0) + hit.meaning.weight
    topics = [topic for topic, weight in weights.items() if weight >= STRONG]
    return tuple(dict.fromkeys([*topics, *([Topic.PAYMENTS] if has_wallets else [])]))


def _only_leads_to_another(hit: Hit[Signal], hits: Sequence[Hit[Signal]]) -> bool:
    """`cai app vssid`: to install something is no topic of its own when the thing is named right behind it."""
    return hit.meaning.key == Topic.DIGITAL_SKILLS and any(
        hit.start < other.start <= hit.end < other.end and other.meaning.key != hit.meaning.key for other in hits
    )


def topic_ends(report: ReportText, evidence: Evidence) -> set[int]:
    """The last pieces of topics: a bare number behind one counts people."""
    ends = {hit.end for hit in evidence.of_kind(Topic) if hit.meaning.weight >= STRONG}
    return {at for at, piece in enumerate(report.pieces) if piece.end in ends}


def counts_by_topic(report: ReportText, evidence: Evidence, counted: Sequence[Counted]) -> dict[str, int]:
    """Topic by topic, when at least two are counted; numbers stand behind their topics or before them throughout."""
    topics = [(hit.start, str(hit.meaning.key)) for hit in evidence.of_kind(Topic) if hit.meaning.weight >= STRONG]
    wanted = [one for one in counted if one.what in _OWN_COUNTS and not one.is_subset]
    starts = [report.tokens_of(one.start, one.end)[0] for one in wanted]
    edges = [0, *starts, len(report.tokens)]
    before = _paired(topics, wanted, list(pairwise(edges[1:])))
    behind = _paired(topics, wanted, list(pairwise(edges[:-1])))
    found = behind if len(behind) > len(before) else before
    return found if len(found) > 1 else {}


def _paired(
    topics: Sequence[tuple[int, str]], wanted: Sequence[Counted], stretches: Sequence[tuple[int, int]]
) -> dict[str, int]:
    """Each number with the one topic of its stretch of the text."""
    found: dict[str, int] = {}
    for one, (start, end) in zip(wanted, stretches, strict=True):
        own = list(dict.fromkeys(topic for position, topic in topics if start <= position < end))
        if len(own) == 1:
            found[own[0]] = found.get(own[0], 0) + one.value
    return found
