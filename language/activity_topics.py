"""What an activity was about: its topics, and how many came for each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.understanding import Topic
from language.evidence import Evidence
from language.phrases import longest_only
from language.report_counts import Counted
from language.report_figures import ACCOUNTS
from language.report_patterns import WORDS
from language.report_text import ReportText
from language.told_totals import told_total

STRONG = 3.0
_OWN_COUNTS = frozenset({"people", "turns", "files", "weak_members"})
_INITIALS = "AI"


@dataclass(frozen=True, kw_only=True)
class TopicHit:
    """A topic named at the tokens `start` up to `end`, and how much these words speak for it."""

    topic: Topic
    start: int
    end: int
    weight: float


def topic_hits(report: ReportText, evidence: Evidence) -> tuple[TopicHit, ...]:
    """Every topic named, in the order of the text; what only reports mean by their words hides what it stands over."""
    own = [
        *(
            TopicHit(topic=hit.meaning, start=hit.start, end=hit.end, weight=STRONG)
            for hit in longest_only(report.words.topics.find_all(report.tokens))
        ),
        *_initials(report),
    ]
    others = (
        TopicHit(topic=Topic(str(hit.meaning.key)), start=hit.start, end=hit.end, weight=hit.meaning.weight)
        for hit in evidence.of_kind(Topic)
        if not _is_covered(own, hit.start, hit.end)
    )
    return tuple(sorted([*own, *others], key=lambda hit: hit.start))


def _is_covered(hits: Sequence[TopicHit], start: int, end: int) -> bool:
    """Whether any topic is named by some of these tokens."""
    return any(hit.start < end and start < hit.end for hit in hits)


def _initials(report: ReportText) -> Iterator[TopicHit]:
    """The two capitals of artificial intelligence, which in small letters are the word for *who*."""
    if report.is_shouted:
        return
    for at, token in enumerate(report.tokens):
        if report.text[token.start : token.end] == _INITIALS:
            yield TopicHit(topic=Topic.AI, start=at, end=at + 1, weight=STRONG)


def with_wallets(report: ReportText, named: Sequence[TopicHit], counted: Sequence[Counted]) -> tuple[TopicHit, ...]:
    """Beside the topics that are named, paying where wallets or accounts are counted: `77 nguoi dinh danh, 30 vi`."""
    spans = [(report.pieces[one.start].end, report.pieces[one.end - 1].end) for one in counted if one.what == ACCOUNTS]
    wallets = (
        TopicHit(topic=Topic.PAYMENTS, start=start, end=end, weight=STRONG)
        for start, end in spans
        if start < end and not _is_covered(named, start, end)
    )
    return tuple(sorted([*named, *wallets], key=lambda hit: hit.start))


def find_topics(
    report: ReportText, named: Sequence[TopicHit], counted: Sequence[Counted], *, has_wallets: bool, has_products: bool
) -> tuple[Topic, ...]:
    """The topics in the order of the text; accounts and products tell theirs whatever else is said."""
    nouns = [report.tokens_of(one.start, one.end) for one in counted if one.what == "households"]
    hits = [hit for hit in named if not any(first < hit.start < last for first, last in nouns)]
    matters = [hit for hit in hits if not _is_a_mere_channel(report, hit)]
    hits = matters if any(hit.weight >= STRONG for hit in matters) else hits
    weights: dict[Topic, float] = {}
    for hit in hits:
        if not _only_leads_to_another(hit, hits):
            weights[hit.topic] = weights.get(hit.topic, 0.0) + hit.weight
    sure = {hit.topic for hit in hits if hit.weight >= STRONG}
    topics = [topic for topic, weight in weights.items() if weight >= STRONG and topic in sure]
    counting = [*([Topic.PAYMENTS] if has_wallets else []), *([Topic.E_COMMERCE] if has_products else [])]
    return tuple(dict.fromkeys([*topics, *counting]))


def _is_a_mere_channel(report: ReportText, hit: TopicHit) -> bool:
    """A platform that people also sell on is no trade where something else is the matter."""
    return {token.folded for token in report.tokens[hit.start : hit.end]} <= WORDS["channels"]


def _only_leads_to_another(hit: TopicHit, hits: Sequence[TopicHit]) -> bool:
    """`cai app vssid`: to install something is no topic of its own when the thing is named right behind it."""
    return hit.topic is Topic.DIGITAL_SKILLS and any(
        hit.start < other.start <= hit.end < other.end and other.topic is not hit.topic for other in hits
    )


def topic_ends(report: ReportText, named: Sequence[TopicHit]) -> set[int]:
    """The last pieces of topics: a bare number behind one counts people."""
    ends = {hit.end for hit in named if hit.weight >= STRONG}
    return {at for at, piece in enumerate(report.pieces) if piece.end in ends}


def counts_by_topic(report: ReportText, named: Sequence[TopicHit], counted: Sequence[Counted]) -> dict[str, int]:
    """Topic by topic, also where only one is counted; numbers stand behind their topics or before them throughout."""
    topics = [hit for hit in named if hit.weight >= STRONG]
    wanted = _parts(report, counted)
    starts = [start for (start, _), _ in wanted]
    edges = [0, *starts, len(report.tokens)]
    before = _paired(topics, wanted, list(pairwise(edges[1:])), nearest=0)
    behind = _paired(topics, wanted, list(pairwise(edges[:-1])), nearest=-1)
    best = max(before, behind, key=lambda pairs: (len({topic for topic, _, _ in pairs}), -_total_gap(pairs)))
    found: dict[str, int] = {}
    for topic, value, _ in best:
        found[topic] = found.get(topic, 0) + value
    return found


def completed_counts(counts: Mapping[str, int], values: Sequence[int], topics: Sequence[Topic]) -> dict[str, int]:
    """The counts by topic with the one topic and the one number that were left over; none where only one is counted."""
    left = [str(topic) for topic in topics if topic not in counts]
    spare = list(values)
    for value in counts.values():
        if value in spare:
            spare.remove(value)
    whole = dict(counts) | ({left[0]: spare[0]} if len(left) == len(spare) == 1 and counts else {})
    return whole if len(whole) > 1 else {}


def countable_parts(report: ReportText, counted: Sequence[Counted]) -> list[int]:
    """The numbers of persons or files of which each may belong to a topic: no totals, and no parts of others."""
    return [value for _, value in _parts(report, counted)]


def _parts(report: ReportText, counted: Sequence[Counted]) -> list[tuple[tuple[int, int], int]]:
    """The tokens and the value of each number of persons or files that is no part and no total of others."""
    own = [one for one in counted if one.what in _OWN_COUNTS and not one.is_subset]
    total = told_total([one.value for one in own], [one.value for one in own if one.sums_up])
    parts = [one for one in own if not one.sums_up and one.value != total]
    return [(report.tokens_of(one.start, one.end), one.value) for one in parts]


def _total_gap(pairs: Sequence[tuple[str, int, int]]) -> int:
    return sum(gap for _, _, gap in pairs)


def _paired(
    topics: Sequence[TopicHit],
    wanted: Sequence[tuple[tuple[int, int], int]],
    stretches: Sequence[tuple[int, int]],
    *,
    nearest: int,
) -> list[tuple[str, int, int]]:
    """Each number's topic, the nearest in its stretch of the text, its value, and how many tokens lie between."""
    found = []
    for ((first, last), value), (start, end) in zip(wanted, stretches, strict=True):
        own = [hit for hit in topics if start <= hit.start < end]
        if own:
            hit = own[nearest]
            found.append((str(hit.topic), value, max(first - hit.end, hit.start - last, 0)))
    return found
