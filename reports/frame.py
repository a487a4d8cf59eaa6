"""What stands around every document's text: the head with place and date, its title, the signatures and recipients."""

from collections.abc import Sequence
from datetime import date

from domain.report_data import SigningStyle
from reports.figures import roman
from reports.layout import Layout
from reports.paper import Paper

_TWO_DIGIT_MONTHS = frozenset({1, 2})


def place_and_date(layout: Layout, on: date) -> str:
    """The ward's name and the date, days below 10 and months 1 and 2 with a zero (reporting §2.2)."""
    month = f"{on.month:02d}" if on.month in _TWO_DIGIT_MONTHS else str(on.month)
    return layout.say("place_and_date", day=f"{on.day:02d}", month=month, year=on.year)


def write_head(paper: Paper, agency: Sequence[tuple[str, str]], *, number: str | None, made_on: date) -> None:
    """The national name and motto beside the agency, with its number left blank for the clerk (reporting §2.2)."""
    layout = paper.layout
    left = [*agency, *([("document_number", number)] if number else [])]
    right = [
        ("national_name", layout.say("national_name")),
        ("motto", layout.say("motto")),
        ("place_and_date", place_and_date(layout, made_on)),
    ]
    paper.head(left, right)


def write_title(paper: Paper, kind: str, subject: str) -> None:
    """The kind of the document and what it is about."""
    paper.write("kind", paper.layout.say(f"kind.{kind}"))
    paper.write("subject", subject)


def write_addressee(paper: Paper, names: Sequence[str]) -> None:
    """To whom it goes: one on the same line, several a line each."""
    layout = paper.layout
    if len(names) == 1:
        paper.write("addressee", layout.say("addressee.one", name=names[0]))
        return
    paper.write("addressee", layout.say("addressee.many"))
    for at, name in enumerate(names, start=1):
        paper.write("addressee", f"- {name}{'.' if at == len(names) else ';'}")


def write_part(paper: Paper, number: int, key: str) -> None:
    """A numbered part: I. TITLE."""
    paper.write("part", f"{roman(number)}. {paper.layout.say(f'parts.{key}')}")


def write_points(paper: Paper, lines: Sequence[str]) -> None:
    """Plain points, or a word that there are none."""
    for line in lines:
        paper.write("point", f"- {line}.")
    if not lines:
        paper.write("point", paper.layout.say("nothing"))


def write_end(paper: Paper, words: str) -> None:
    """The last sentence with the mark that ends the text."""
    paper.write("body", f"{words}{paper.layout.say('end_mark')}")


def write_signature(paper: Paper, recipients: str, titles: Sequence[str], signer: str) -> None:
    """Recipients at the left, who signs at the right; the signature itself stays blank."""
    layout = paper.layout
    left = [("recipients_title", layout.say("recipients.title"))]
    left += [("recipients", line) for line in layout.lines(f"recipients.{recipients}")]
    right = [("position", title) for title in titles]
    paper.head(left, [*right, ("signer", signer)])


def write_team_signature(paper: Paper, compiler: str, leader: str) -> None:
    """Who compiled it at the left, the team's leader at the right, then the recipients."""
    layout = paper.layout
    left = [*(("position", title) for title in layout.lines("signature.compiler")), ("signer", compiler)]
    right = [*(("position", title) for title in layout.lines("signature.leader")), ("signer", leader)]
    paper.head(left, right)
    paper.write("recipients_title", layout.say("recipients.title"))
    for line in layout.lines("recipients.team"):
        paper.write("recipients", line)


def ward_titles(layout: Layout, style: SigningStyle) -> list[str]:
    """The lines above the signature of the ward's leader (reporting §2.3)."""
    return layout.lines(f"signature.{style}")


def write_annex_head(
    paper: Paper, title: str, reference: str, *, number: int | None = None, landscape: bool = False
) -> None:
    """A new annex with its number, if there are several, its title and what it belongs to."""
    layout = paper.layout
    paper.begin_annex(landscape=landscape)
    shown = layout.say("annex.one") if number is None else layout.say("annex.numbered", roman=roman(number))
    paper.write("annex_number", shown)
    paper.write("annex_title", title)
    paper.write("annex_reference", reference)


def ward_header(layout: Layout) -> list[tuple[str, str]]:
    """The ward as the agency that issues a document."""
    return [("parent_agency", layout.say("header.ward_parent")), ("agency", layout.say("header.ward"))]


def office_header(layout: Layout, lines: Sequence[str]) -> list[tuple[str, str]]:
    """A team or unit under the ward's office; a long name is broken over lines by whoever names it."""
    return [("parent_agency", layout.say("header.office")), ("agency", "\n".join(lines))]


def short_day(day: date) -> str:
    """A date in figures."""
    return f"{day:%d/%m/%Y}"
