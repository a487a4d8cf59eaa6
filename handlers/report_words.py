"""How a leader fills the report in by words: "sua E02 45" gives a figure, "kho khan: ..." an entry of the register."""

import re
from dataclasses import dataclass

from domain.report_data import Number
from domain.reports import OF_TEAMS, RegisterKind
from handlers.office import Office
from language.normalising import fold_words

_FIGURE = re.compile(r"^\s*(?P<verb>\D{2,20}?)\s+(?P<code>[A-Ma-m]\d{2}[a-z]?)\b\s*[:=]?\s*(?P<value>.{0,40})$")
_NUMBER = re.compile(r"^(?P<sign>-?)\s*(?P<digits>\d[\d.,\s]*?)\s*(?P<rest>\D*)$")
_LONGEST_HEAD = 40


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """A figure that is given; no value takes back what was given before. `unread` is what was no number."""

    code: str
    value: Number | None
    unread: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryWords:
    """Something for the register."""

    kind: RegisterKind
    text: str


@dataclass(frozen=True, kw_only=True)
class ReportWords:
    """What a message says for the report; `is_whole` unless other words come before, such as what the team did."""

    said: tuple[FigureWords | EntryWords, ...]
    is_whole: bool


def read_report_words(office: Office, text: str) -> ReportWords:
    """Everything a message says for the report, line by line; a line that begins nothing goes on with the one before.

    Below other words only entries of the register are read: numbers there belong to what is told.
    """
    found: list[FigureWords | EntryWords] = []
    is_whole = True
    for line in filter(None, (piece.strip() for piece in text.splitlines())):
        one = (_figure(office, line) if is_whole else None) or _entry(office, line)
        if one is not None:
            found.append(one)
        elif found and isinstance(found[-1], EntryWords):
            found[-1] = EntryWords(kind=found[-1].kind, text=f"{found[-1].text} {line}")
        elif not found:
            is_whole = False
    said = tuple(one for one in found if isinstance(one, FigureWords) or one.text)
    return ReportWords(said=said, is_whole=is_whole)


def _figure(office: Office, line: str) -> FigureWords | None:
    match = _FIGURE.match(line)
    if match is None or fold_words(match["verb"]) not in _phrases(office, "change"):
        return None
    code, said = match["code"], match["value"].strip()
    if fold_words(said) in _phrases(office, "take_back"):
        return FigureWords(code=code, value=None)
    number = number_said(said)
    return (
        FigureWords(code=code, value=number, unread=said or "?")
        if number is None
        else FigureWords(code=code, value=number)
    )


def number_said(said: str) -> Number | None:
    """A number as people here write it, dots between thousands and a comma before parts; None for anything else."""
    match = _NUMBER.match(said)
    if match is None:
        return None
    whole, _, part = "".join(match["digits"].split()).replace(".", "").partition(",")
    if not whole.isdecimal() or (part and not part.isdecimal()):
        return None
    number: Number = float(f"{whole}.{part}") if part.strip("0") else int(whole)
    return -number if match["sign"] else number


def _entry(office: Office, line: str) -> EntryWords | None:
    head, colon, rest = line.partition(":")
    if not colon or len(head) > _LONGEST_HEAD:
        return None
    folded = fold_words(head)
    for kind in OF_TEAMS:
        if folded in _phrases(office, kind):
            return EntryWords(kind=kind, text=rest.strip())
    return None


def _phrases(office: Office, key: str) -> set[str]:
    return {fold_words(phrase) for phrase in office.texts.label("report_phrases", key).split(", ")}
