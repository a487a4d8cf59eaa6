"""How many of the team went where no number tells it: those who are named side by side, or the writer alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.features import Features, View
from language.report_patterns import PATTERNS, WORDS
from language.report_text import ReportText
from language.surroundings import EDGE, around, noted_beside

_REACH = 4
_LONGEST_NAME = 2
_MOST = 8
_FEWEST = 2
_MOST_PERSONS = 20
_WORDS_OF_COUPLE = 2
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
        if len(persons) == _MOST_PERSONS or end >= len(report.tokens) or not _joins(report, end):
            break
        at = end + 1
    return persons


def _company(report: ReportText, persons: Sequence[tuple[int, int]]) -> Company | None:
    """These persons as one company, where more than commas join them or a colon stands before them."""
    signs = [report.tokens[start - 1].folded for start, _ in persons[1:]]
    start, end = persons[0][0], persons[-1][1]
    is_announced = start > 0 and report.tokens[start - 1].folded == _COLON
    value = len(persons) + sum(_is_couple(report, first) for first, _ in persons)
    is_mere_list = bool(signs) and all(sign == _COMMA for sign in signs)
    if value < _FEWEST or (is_mere_list and not is_announced):
        return None
    return Company(value=value, start=start, end=end)


def _joins(report: ReportText, at: int) -> bool:
    return report.tokens[at].folded in WORDS["together_with"] or report.tokens[at].folded == _COMMA


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
    return _end_of_name(report, at) if at > 0 and _may_be_name(report, at) else None


def _is_couple(report: ReportText, at: int) -> bool:
    return " ".join(token.folded for token in report.tokens[at : at + _WORDS_OF_COUPLE]) in WORDS["couple"]


def _end_of_name(report: ReportText, at: int) -> int:
    """Behind the capital words of a name; in small letters behind what stands before the next sign or joining word."""
    end = at
    while end < len(report.tokens) and end - at < _LONGEST_NAME and _may_be_name(report, end):
        end += 1
    if end > at:
        return end
    for end in range(at, min(at + _LONGEST_NAME, len(report.tokens) - 1) + 1):
        if report.tokens[end].folded in WORDS["together_with"]:
            return end
        if not report.tokens[end].is_word:
            return end if report.tokens[end].folded == _COMMA else at
    return at


def _may_be_name(report: ReportText, at: int) -> bool:
    return report.tokens[at].is_word and report.is_capital(at) and not report.is_shouted


def company_features(
    report: ReportText, companies: Sequence[Company], notes: Sequence[frozenset[str]], *, counts_members: bool
) -> list[Features]:
    """What is seen of each company: who it is, the words around it, and whether members are counted elsewhere."""
    return [
        {View.ACCENTED: frozenset((*_seen(report.seen_words, company, notes), f"counts_members:{counts_members}"))}
        for company in companies
    ]


def _seen(words: Sequence[str], company: Company, notes: Sequence[frozenset[str]]) -> Iterator[str]:
    start, end = company.start, company.end
    first, within = words[start], set(words[start:end])
    yield from (f"first:{first}", f"persons:{min(company.value, 5)}", f"last:{words[end - 1]}")
    yield f"commas:{_COMMA in within}"
    yield from (f"speaker:{bool(within & WORDS['narrow_speakers'])}", f"starts:{start == 0}")
    yield from (f"with:{word}" for word in within & (WORDS["kin"] | WORDS["together_with"]))
    yield f"first:{first}:{words[start - 1] if start else EDGE}"
    yield from around(words, start, end, _REACH)
    yield from noted_beside(notes, start, end)
