"""Which kind of activity a report tells of, and whether it is a plan: by phrases, the stronger kinds first."""

from dataclasses import dataclass

from domain.understanding import ActivityType
from language.lexicon import KindWords
from language.report_patterns import WORDS
from language.report_text import ReportText

# Kinds that say what the message does to a report come first, then those that name an occasion, then plain work.
_ABOUT_REPORTS = (ActivityType.NO_ACTIVITY, ActivityType.CORRECTION, ActivityType.SUMMARY, ActivityType.ADDITION)
_OCCASIONS = (ActivityType.FESTIVAL, ActivityType.CAMPAIGN)
_WORK = (
    ActivityType.TRAINING,
    ActivityType.SURVEY,
    ActivityType.OCOP_HELP,
    ActivityType.PROCEDURE_HELP,
    ActivityType.MEETING,
    ActivityType.OUTREACH,
    ActivityType.GUIDANCE,
)
_WEAK = frozenset({ActivityType.GUIDANCE, ActivityType.PROCEDURE_HELP, ActivityType.OUTREACH})
_OWN_PEOPLE = frozenset({"members", "weak_members", "sessions", "hours", "minutes"})
_BEGINNING = 9
_VERY_BEGINNING = 3
_DENIAL_REACH = 4


@dataclass(frozen=True, kw_only=True)
class Told:
    """What else a report tells: whether of a whole period, what it counts, and how many topics by themselves."""

    has_period: bool
    counted: tuple[str, ...]
    sessions: int
    topics_counted: int


def find_kind(report: ReportText, told: Told) -> ActivityType:
    """The kind that the words speak for; OTHER when none does. Several sessions of a period are a summary."""
    has_period, counts = told.has_period, len(told.counted)
    found = kinds_said(report)
    for kind in _ABOUT_REPORTS:
        at = found.get(kind)
        if at is not None and _is_meant(report, kind, at, has_period=has_period, counts=counts):
            return kind
    if counts == 0 and _denies_all(report):
        return ActivityType.NO_ACTIVITY
    if has_period and told.sessions > 1:
        return ActivityType.SUMMARY
    for kind in _OCCASIONS:
        if found.get(kind) is not None:
            return kind
    work = _work(report, found, told)
    return _by_what_is_counted(report, told) if work is ActivityType.OTHER else work


def kinds_said(report: ReportText) -> dict[ActivityType, int]:
    """Each kind that some words speak for, with the first token that does."""
    firsts = ((words.kind, _first(report, words)) for words in report.words.kinds)
    return {kind: at for kind, at in firsts if at is not None}


def _by_what_is_counted(report: ReportText, told: Told) -> ActivityType:
    """Where no word names the work: figures of a period sum up, households are gone to, members alone tell nothing."""
    whats = set(told.counted) - _OWN_PEOPLE
    if told.has_period and len(whats) > 1:
        return ActivityType.SUMMARY
    if "ocop_products" in whats:
        return ActivityType.OCOP_HELP
    if _goes_round(report, told, WORDS["goes"]):
        return ActivityType.SURVEY
    return ActivityType.GUIDANCE if whats else ActivityType.OTHER


def _denies_all(report: ReportText) -> bool:
    """`khong ... hoat dong`, `chua ... gi`: a denial shortly before words for doing something."""
    done = report.places_of(report.words.turns["nothing_done"])
    return any(
        0 <= start - end <= _DENIAL_REACH
        for _, end in report.places_of(report.words.turns["negation"])
        for start, _ in done
    )


def _work(report: ReportText, found: dict[ActivityType, int], told: Told) -> ActivityType:
    there = [(at, kind) for kind in _WORK if (at := found.get(kind)) is not None]
    if not there:
        return ActivityType.OTHER
    strong = [pair for pair in there if pair[1] not in _WEAK]
    if strong:
        return min(strong)[1]
    kinds = {kind for _, kind in there}
    if "ocop_products" in told.counted and ActivityType.OUTREACH not in kinds:
        return ActivityType.OCOP_HELP
    if kinds == {ActivityType.GUIDANCE} and _goes_round(report, told, WORDS["goes_round"]):
        return ActivityType.SURVEY
    if ActivityType.PROCEDURE_HELP in kinds <= {ActivityType.GUIDANCE, ActivityType.PROCEDURE_HELP}:
        return _hands_or_papers(report, told)
    return min(there)[1]


def _hands_or_papers(report: ReportText, told: Told) -> ActivityType:
    """Help with papers is help with procedures; to show how, or several topics beside each other, is guidance."""
    if report.has(report.words.turns["at_the_counter"]):
        return ActivityType.PROCEDURE_HELP
    shows_how = report.has(report.words.turns["guides"])
    return ActivityType.GUIDANCE if shows_how or told.topics_counted > 1 else ActivityType.PROCEDURE_HELP


def _goes_round(report: ReportText, told: Told, goes: frozenset[str]) -> bool:
    """Whether members went from house to house: households alone are counted."""
    pairs = zip(report.pieces, report.pieces[1:], strict=False)
    gone = any(piece.word in goes and following.word[:1].isalnum() for piece, following in pairs)
    return gone and "households" in told.counted and not {"people", "turns"} & set(told.counted)


def _first(report: ReportText, words: KindWords) -> int | None:
    hidden = report.places_of(words.not_words)
    for start, _ in report.places_of(words.words):
        if not any(first <= start < last for first, last in hidden):
            return start
    return None


def _is_meant(report: ReportText, kind: ActivityType, at: int, *, has_period: bool, counts: int) -> bool:
    if kind is ActivityType.ADDITION:
        return _adds(report, at)
    if kind is ActivityType.SUMMARY:
        return has_period or counts > 0
    if kind is ActivityType.NO_ACTIVITY:
        return counts == 0
    return True


def _adds(report: ReportText, at: int) -> bool:
    """An addition says so at its beginning, or twice."""
    if report.has(report.words.turns["more"]):
        return True
    is_bare = (
        len(report.tokens) > at + 1 and report.tokens[at].folded in WORDS["more"] and report.tokens[at + 1].is_number
    )
    if not report.tokens[at].is_word and not (is_bare and _counts(report, at + 1)):
        return False
    return at < (_VERY_BEGINNING if is_bare else _BEGINNING)


def _counts(report: ReportText, token: int) -> bool:
    """Whether the number at this token has something counted right behind it."""
    hit = report.words.counted.find_at(report.tokens, token + 1, accented=report.accented)
    return hit is not None and hit.meaning != "nothing"


def is_plan(report: ReportText) -> bool:
    """Whether the words speak of what is still to come."""
    hidden = report.places_of(report.words.no_plan)
    return any(
        not any(first <= start and end <= last for first, last in hidden)
        for start, end in report.places_of(report.words.plan)
    )
