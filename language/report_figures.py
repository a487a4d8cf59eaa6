"""The figures of a report as its grammar reads them: persons, households, accounts, products and members."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from language.report_counts import Counted
from language.report_text import ReportText


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a report counts; None is what it does not say."""

    people: int | None = None
    households: int | None = None
    ewallet_accounts: int | None = None
    ocop_products: int | None = None
    members: int | None = None


ACCOUNTS = "ewallet_accounts"
FIGURES = tuple(field.name for field in fields(Figures))


def figures_of(report: ReportText, counted: Sequence[Counted]) -> Figures:
    """What the words around the numbers say."""
    return Figures(
        people=_people(counted),
        households=_households(report, counted),
        ewallet_accounts=_opened_accounts(counted),
        ocop_products=_total_of(counted, "ocop_products"),
        members=_members(counted),
    )


def persons_of(counted: Sequence[Counted]) -> list[Counted]:
    """The numbers of persons or turns; who may be a member or not is a person where the members are told apart."""
    turns = [one for one in counted if one.what == "turns"]
    people = [one for one in counted if one.what == "people"]
    has_members = any(one.what == "members" for one in counted)
    others = [replace(one, what="people") for one in counted if one.what == "weak_members" and has_members]
    return turns or people or others


def _people(counted: Sequence[Counted]) -> int | None:
    """Persons or turns, never both added up; those who opened accounts were among those who came."""
    persons = persons_of(counted)
    plain = [one for one in persons if not one.opened_wallets and not one.had_wallets]
    return _total_of(plain or persons, "turns", "people")


def _households(report: ReportText, counted: Sequence[Counted]) -> int | None:
    """The largest number of households, since others are parts of it; sums only over parts of the day."""
    found = [one for one in counted if one.what == "households"]
    if not found:
        return None
    parts = report.places_of(report.words.turns["day_parts"])
    starts = [report.pieces[one.start].start for one in found]
    if len(found) > 1 and all(any(end == start for _, end in parts) for start in starts):
        return sum(one.value for one in found)
    return max(one.value for one in found)


def _opened_accounts(counted: Sequence[Counted]) -> int | None:
    """Newly opened accounts: counted themselves, or the households and people of whom it is said."""
    direct = [one.value for one in counted if one.what == "ewallet_accounts" and not one.had_wallets]
    if direct:
        return sum(direct)
    opened = [
        one.value
        for one in counted
        if one.opened_wallets and not one.had_wallets and one.what in {"people", "turns", "households", "weak_members"}
    ]
    return sum(opened) if opened else None


def _members(counted: Sequence[Counted]) -> int | None:
    strong = [one.value for one in counted if one.what == "members"]
    weak = [one.value for one in counted if one.what == "weak_members" and not one.opened_wallets]
    return max(strong or weak, default=None)


def _total_of(found: Sequence[Counted], *what: str) -> int | None:
    """The sum of one kind: parts of another number are not added, nor a total beside its own parts."""
    own = [one for one in found if one.what in what and not one.is_subset and not one.had_wallets]
    if not own:
        return None
    everything = sum(one.value for one in own)
    for one in own[1:] if own[-1].sums_up else own[:1] if own[0].opens_parts else ():
        if one.value * 2 == everything:
            return one.value
    return everything
