"""How many of the team went where no number tells it: those who are named side by side, or the writer alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.features import Features, View
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText

_REACH = 4
_LONGEST_NAME = 2
_MOST = 8
_FEWEST = 2
_MOST_PERSONS = 20
_WORDS_OF_COUPLE = 2
_NUMBER, _EDGE = "0", "|"
_COMMA, _COLON = ",", ":"


@dataclass(frozen=True, kw_only=True)
class Company:
    """Persons named side by side at the tokens `start` up to `end`, and how many they are."""

    value: int
    start: int
    end: int


def companies_of(report: ReportText) -> list[Company]:
    """`tui voi ba Hoa voi thang Ti`, `anh Lam va co Nhan`: all who are named together.

    What stands before a comma may belong to something else (`duong Gia Trinh, em voi Ngan`): there another one begins.
    """
    found: list[Company] = []
    at = 0
    while at < len(report.tokens) and len(found) < _MOST:
        persons = _persons_from(report, at)
        for rank, (start, _) in enumerate(persons):
            is_first = rank == 0 or report.tokens[start - 1].folded == _COMMA
            company = _company(report, persons[rank:]) if is_first else None
            found += [company] if company else []
        at = max(persons[-1][1] if persons else 0, at + 1)
    return found[:_MOST]


def alone(report: ReportText) -> bool:
    """`mot minh em`: whether the writer says that he was by himself."""
    return any(report.matches(PATTERNS["speaker_alone"]))


def _persons_from(report: ReportText, at: int) -> list[tuple[int, int]]:
    """The first and the last token of all who are named one behind the other from here on."""
    persons: list[tuple[int, int]] = []
    while (end := _person_at(report, at)) is not None:
        persons.append((at, end))
        if end >= len(report.tokens) or len(persons) == _MOST_PERSONS or not _joins(report, end):
            break
        at = end + 1
    return persons


def _company(report: ReportText, persons: Sequence[tuple[int, int]]) -> Company | None:
    """These persons as one company, where more than commas join them or a colon stands before them."""
    signs = [report.tokens[start - 1].folded for start, _ in persons[1:]]
    start, end = persons[0][0], persons[-1][1]
    is_announced = start > 0 and report.tokens[start - 1].folded == _COLON
    value = len(persons) + sum(_is_couple(report, first) for first, _ in persons)
    if value < _FEWEST or not (is_announced or any(sign != _COMMA for sign in signs) or len(persons) == 1):
        return None
    return Company(value=value, start=start, end=end)


def _joins(report: ReportText, at: int) -> bool:
    folded = report.tokens[at].folded
    return folded in WORDS["together_with"] or (folded == _COMMA and _person_at(report, at + 1) is not None)


def _person_at(report: ReportText, at: int) -> int | None:
    """Where the naming of a person ends that begins here; None where nobody is named."""
    tokens = report.tokens
    if at >= len(tokens):
        return None
    if _is_couple(report, at):
        behind = at + _WORDS_OF_COUPLE
        return behind if _is_couple(report, behind) else _person_at(report, behind) or behind
    if tokens[at].folded in WORDS["kin"]:
        is_counted = at + 1 < len(tokens) and tokens[at + 1].is_number
        return None if is_counted else _end_of_name(report, at + 1)
    is_name = at > 0 and _is_capital(report, at) and tokens[at].is_word
    return _end_of_name(report, at) if is_name else None


def _is_couple(report: ReportText, at: int) -> bool:
    return " ".join(token.folded for token in report.tokens[at : at + _WORDS_OF_COUPLE]) in WORDS["couple"]


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
    yield f"commas:{_COMMA in within}"
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
