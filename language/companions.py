"""How many of the team went where no number tells it: those who are named side by side, or the writer alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from language.features import Features, View
from language.report_patterns import PATTERNS, WORDS
from language.report_text import NUMBER, ReportText
from language.surroundings import EDGE, around, noted_beside

_REACH = 4
_LONGEST_NAME = 2
_MOST = 8
_FEWEST = 2
_MOST_PERSONS = 20
_WORDS_OF_COUPLE = 2
_MOST_TOLD = 9
_PERSONS = frozenset({"people", "members", "weak_members"})
_COMMA = ","
_JOINING_SIGNS = frozenset({_COMMA, "/"})
_FIRST_OF_TWO = frozenset(words.split()[0] for words in WORDS["couple"] | WORDS["titles"])


@dataclass(frozen=True, kw_only=True)
class Company:
    """Persons named side by side at the tokens `start` up to `end`, and how many they are, or told by a number."""

    value: int
    start: int
    end: int
    is_number: bool = False


def companies_of(report: ReportText) -> list[Company]:
    """`tui voi ba Hoa voi thang Ti`, `anh Lam va hai chau`: all who are named together, also by their number.

    What stands before a comma may belong to something else (`duong Gia Trinh, em voi Ngan`): there another one begins.
    """
    found: list[Company] = []
    at = 0
    while at < len(report.tokens) and len(found) < _MOST:
        persons = _persons_from(report, at)
        for rank, person in enumerate(persons):
            company = _company(persons[rank:]) if rank == 0 or _begins_anew(report, persons[rank - 1], person) else None
            found += [company] if company else []
        at = max(persons[-1].end if persons else 0, at + 1)
    return found[:_MOST]


def _begins_anew(report: ReportText, before: Company, person: Company) -> bool:
    """Whether a comma parts these two, and the first may be no person, or the second is who writes."""
    tokens = report.tokens
    if tokens[person.start - 1].folded != _COMMA:
        return False
    may_be_none = tokens[before.start].folded not in WORDS["kin"] and tokens[person.start].folded in WORDS["kin"]
    return may_be_none or tokens[person.start].folded in WORDS["narrow_speakers"]


def alone(report: ReportText) -> bool:
    """`mot minh em`: whether the writer says that he was by himself."""
    return any(report.matches(PATTERNS["speaker_alone"]))


def from_each_team(report: ReportText) -> int | None:
    """`moi to 5 ban`: how many came from each of several teams."""
    return next((int(match[1]) for match, _, _ in report.matches(PATTERNS["from_each_team"])), None)


class Shared(NamedTuple):
    """So many groups and so many in each."""

    groups: int
    each: int


def from_each_group(report: ReportText) -> Shared | None:
    """`2 nhom, moi nhom 4 ban`: those who came in several groups of one team."""
    found = (match for match, _, _ in report.matches(PATTERNS["from_each_group"]))
    return next((Shared(int(match["groups"]), int(match["each"])) for match in found), None)


def _persons_from(report: ReportText, at: int) -> list[Company]:
    """Each who is named one behind the other from here on, and how many he is: `2 o nua` are two."""
    persons: list[Company] = []
    following: int | None = at
    while following is not None and (person := _person_at(report, following)) is not None:
        persons.append(person)
        following = _following(report, person.end) if len(persons) < _MOST_PERSONS else None
    return persons


def _following(report: ReportText, end: int) -> int | None:
    """Where the next person of a company is named, joined with one who ends here."""
    if end >= len(report.tokens) or not _joins(report, end):
        return None
    is_plural = end + 1 < len(report.tokens) and report.tokens[end + 1].folded in WORDS["plural"]
    return end + 1 + is_plural


def _company(persons: Sequence[Company]) -> Company | None:
    """These persons as one company; one alone is none."""
    value = sum(person.value for person in persons)
    is_told_by_number = len(persons) == 1 and persons[0].is_number
    if value < _FEWEST or is_told_by_number:
        return None
    return Company(value=value, start=persons[0].start, end=persons[-1].end)


def _joins(report: ReportText, at: int) -> bool:
    return report.tokens[at].folded in WORDS["together_with"] or report.tokens[at].folded in _JOINING_SIGNS


def _person_at(report: ReportText, at: int) -> Company | None:
    """Who is named here, with the tokens of his name; None where nobody is."""
    tokens = report.tokens
    if at >= len(tokens):
        return None
    if _is_couple(report, at):
        behind = at + _WORDS_OF_COUPLE
        husband = None if _is_couple(report, behind) else _person_at(report, behind)
        return Company(value=_WORDS_OF_COUPLE, start=at, end=husband.end if husband else behind)
    if (several := _several_at(report, at)) is not None:
        return several
    if _two_words(report, at) in WORDS["titles"]:
        name = at + _WORDS_OF_COUPLE
        behind = _end_of_name(report, name)
        return Company(value=1, start=at, end=behind) if behind > name else None
    if tokens[at].folded in WORDS["kin"]:
        is_counted = at + 1 < len(tokens) and tokens[at + 1].is_number
        if is_counted:
            return None
        name = at + 1
        has_title = _two_words(report, name) in WORDS["titles"]
        return Company(value=1, start=at, end=name + _WORDS_OF_COUPLE if has_title else _end_of_name(report, name))
    return _named_at(report, at) if _may_be_name(report, at) else None


def _named_at(report: ReportText, at: int) -> Company | None:
    """Who is named by his name alone; the first word of a message is a name only where another person is joined."""
    end = _end_of_name(report, at)
    is_name = at > 0 or (end < len(report.tokens) and _joins(report, end))
    return Company(value=1, start=at, end=end) if is_name else None


def _several_at(report: ReportText, at: int) -> Company | None:
    """`2 o nua`, `hai chau`: some who are told by their number, up to the next sign or joining word."""
    value, behind = report.number_from(at)
    if value is None or not _FEWEST <= value <= _MOST_TOLD or behind >= len(report.tokens):
        return None
    if at > 0 and report.tokens[at - 1].folded in WORDS["ranked_by_number"]:
        return None
    counted = report.words.counted.find_at(report.tokens, behind, accented=report.accented)
    are_persons = counted is not None and counted.meaning in _PERSONS
    if report.tokens[behind].folded not in WORDS["kin"] and not are_persons:
        return None
    end = behind + 1
    while end < min(behind + _REACH, len(report.tokens)) and report.tokens[end].is_word and not _joins(report, end):
        end += 1
    return Company(value=value, start=at, end=end, is_number=True)


def _is_couple(report: ReportText, at: int) -> bool:
    return _two_words(report, at) in WORDS["couple"]


def _two_words(report: ReportText, at: int) -> str:
    """The two words from here on where the first begins a word for a person of two; else nothing."""
    if at >= len(report.tokens) or report.tokens[at].folded not in _FIRST_OF_TWO:
        return ""
    return " ".join(token.folded for token in report.tokens[at : at + _WORDS_OF_COUPLE])


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
            return end if report.tokens[end].folded in _JOINING_SIGNS else at
    return at


def _may_be_name(report: ReportText, at: int) -> bool:
    return report.tokens[at].is_word and report.is_capital(at) and not report.is_shouted


def company_features(
    report: ReportText, companies: Sequence[Company], notes: Sequence[frozenset[str]], *, counts_members: bool
) -> list[Features]:
    """What is seen of each company: who it is, the words around it, and whether members are counted elsewhere."""
    return [
        {
            View.ACCENTED: frozenset(
                (
                    *_seen(report.seen_words, company, notes),
                    *_as_typed(report, company),
                    f"counts_members:{counts_members}",
                )
            )
        }
        for company in companies
    ]


def _as_typed(report: ReportText, company: Company) -> Iterator[str]:
    """The words for kin as they are typed, for without accents they are also other words; how many names there are."""
    tokens = range(company.start, company.end)
    yield from (f"as:{report.tokens[at].sound}" for at in tokens if report.tokens[at].folded in WORDS["kin"])
    yield f"begins:{report.accented}:{report.tokens[company.start].sound}"
    yield f"names:{min(sum(_may_be_name(report, at) for at in tokens), 4)}:{min(company.value, 4)}"


def _seen(words: Sequence[str], company: Company, notes: Sequence[frozenset[str]]) -> Iterator[str]:
    start, end = company.start, company.end
    first, within = words[start], set(words[start:end])
    yield from (f"first:{first}", f"persons:{min(company.value, 5)}", f"last:{words[end - 1]}")
    yield from (
        f"commas:{_COMMA in within}",
        f"joined:{bool(within & WORDS['together_with'])}",
        f"told:{NUMBER in within}",
    )
    yield from (f"speaker:{bool(within & WORDS['narrow_speakers'])}", f"starts:{start == 0}")
    yield from (f"with:{word}" for word in within & (WORDS["kin"] | WORDS["together_with"]))
    yield f"first:{first}:{words[start - 1] if start else EDGE}"
    yield from around(words, start, end, _REACH)
    yield from noted_beside(notes, start, end)
