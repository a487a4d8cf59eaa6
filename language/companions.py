"""How many of the team went where no number tells it: those who are named side by side, or the writer alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.features import Features, View
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_REACH = 4
_LONGEST_NAME = 2
_MOST = 8
_NUMBER, _EDGE = "0", "|"
_COMMA, _COLON = ",", ":"


@dataclass(frozen=True, kw_only=True)
class Company:
    """Persons named side by side at the tokens `start` up to `end`, and how many they are."""

    value: int
    start: int
    end: int


def companies_of(report: ReportText) -> list[Company]:
    """`tui voi ba Hoa voi thang Ti`, `anh Lam va co Nhan`: all who are named together, each company once."""
    found: list[Company] = []
    at = 0
    while at < len(report.tokens) and len(found) < _MOST:
        company = _company_at(report, at)
        if company is not None:
            found.append(company)
        at = company.end if company else at + 1
    return found


def alone(report: ReportText) -> bool:
    """`mot minh em`: whether the writer says that he was by himself."""
    return any(report.matches(PATTERNS["speaker_alone"]))


def _company_at(report: ReportText, start: int) -> Company | None:
    value, end, is_joined = 0, start, _is_announced(report, start)
    at = start
    while (person := _person_at(report, at)) is not None:
        value, end = value + person[0], person[1]
        if end >= len(report.tokens) or not _joins(report, end):
            break
        is_joined = is_joined or report.tokens[end].folded != _COMMA
        at = end + 1
    return Company(value=value, start=start, end=end) if value > 1 and is_joined and at > start else None


def _is_announced(report: ReportText, start: int) -> bool:
    return start > 0 and report.tokens[start - 1].folded == _COLON


def _joins(report: ReportText, at: int) -> bool:
    folded = report.tokens[at].folded
    return folded in WORDS["together_with"] or (folded == _COMMA and _person_at(report, at + 1) is not None)


def _person_at(report: ReportText, at: int) -> tuple[int, int] | None:
    """How many a person is, two for a couple, and where his name ends; None where nobody is named."""
    tokens = report.tokens
    if at >= len(tokens):
        return None
    if tokens[at].folded == "vo" and at + 1 < len(tokens) and tokens[at + 1].folded == "chong":
        following = _person_at(report, at + 2)
        return (2, following[1] if following else at + 2)
    if tokens[at].folded in WORDS["kin"]:
        if at + 1 < len(tokens) and tokens[at + 1].is_number:
            return None
        return (1, _end_of_name(report, at + 1))
    is_name = at > 0 and _is_capital(report, at) and tokens[at].is_word
    return (1, _end_of_name(report, at)) if is_name else None


def _end_of_name(report: ReportText, at: int) -> int:
    """Behind the capital words of a name; in small letters behind what stands before the next sign or joining word."""
    end = at
    while end < len(report.tokens) and end - at < _LONGEST_NAME and _is_capital(report, end):
        end += 1
    if end > at:
        return end
    for end in range(at, min(at + _LONGEST_NAME, len(report.tokens) - 1) + 1):
        if end < len(report.tokens) and report.tokens[end].folded in WORDS["together_with"]:
            return end
        if end < len(report.tokens) and not report.tokens[end].is_word:
            return end if report.tokens[end].folded == _COMMA else at
    return at


def _is_capital(report: ReportText, at: int) -> bool:
    token = report.tokens[at]
    return token.is_word and report.text[token.start].isupper() and not report.text.isupper()


def company_features(
    report: ReportText, companies: Sequence[Company], notes: Sequence[frozenset[str]], *, counts_members: bool
) -> list[Features]:
    """What is seen of each company: who it is, the words around it, and whether members are counted elsewhere."""
    words = [_NUMBER if token.is_number else token.folded for token in report.tokens]
    return [
        {View.ACCENTED: frozenset((*_seen(words, company, notes), f"counts_members:{counts_members}"))}
        for company in companies
    ]


def _seen(words: Sequence[str], company: Company, notes: Sequence[frozenset[str]]) -> Iterator[str]:
    padded = [*[_EDGE] * _REACH, *words, *[_EDGE] * _REACH]
    start, end = company.start + _REACH, company.end + _REACH
    yield from (f"first:{padded[start]}", f"persons:{min(company.value, 5)}", f"last:{padded[end - 1]}")
    within = set(words[company.start : company.end])
    yield from (f"speaker:{bool(within & WORDS['narrow_speakers'])}", f"starts:{company.start == 0}")
    yield from (f"with:{word}" for word in within & (WORDS["kin"] | WORDS["together_with"]))
    for far in range(1, _REACH + 1):
        yield from (f"-{far}:{padded[start - far]}", f"+{far}:{padded[end + far - 1]}")
        yield from (f"before:{padded[start - far]}", f"behind:{padded[end + far - 1]}")
    yield from (f"<:{padded[start - 2]} {padded[start - 1]}", f">:{padded[end]} {padded[end + 1]}")
    yield from (f"<>:{padded[start - 1]} {padded[end]}", f"first:{padded[start]}:{padded[start - 1]}")
    for name, at in (("own", company.start), ("last", company.start - 1), ("next", company.end)):
        if 0 <= at < len(notes):
            yield from (f"{name}:{note}" for note in notes[at])
