"""Goods that were put online and no single number tells: named one by one, in a list, or so many of each seller."""

from language.report_patterns import PATTERNS
from language.report_text import ReportText

_FEWEST = 2
_BULLETS = ("-", "+", "*", "\N{BULLET}")


def goods_listed(report: ReportText) -> int | None:
    """`dua nem, tre va banh kho me len san`: three kinds; None where fewer than two are named."""
    return _in_numbered_list(report) or _in_bullets(report) or _side_by_side(report)


def one_more(report: ReportText) -> bool:
    """`them mon nua`: whether one more kind is told, whatever it is."""
    return any(report.matches(PATTERNS["one_more_of_goods"]))


def goods_of_each(report: ReportText, told: int, sellers: int | None) -> int | None:
    """`3 nha, moi nha 2 mon` are six; None unless the kinds that are told are those of each.

    `sellers` is how many households there are, or persons, where no number of those who are named so stands before.
    """
    for match, start, _ in report.matches(PATTERNS["goods_of_each"]):
        each, who = int(match["each"]), match["who"] or match["whoever"]
        if each == told:
            named = (at for at, piece in enumerate(report.pieces[1:start], start=1) if who.startswith(piece.word))
            counts = (report.pieces[at - 1].value for at in named)
            many = next((count for count in counts if count is not None), sellers)
            return each * many if many else None
    return None


def _in_numbered_list(report: ReportText) -> int | None:
    ranks = [int(match["rank"]) for match, _, _ in report.matches(PATTERNS["numbered_goods"])]
    return len(ranks) if len(ranks) >= _FEWEST and ranks == list(range(1, len(ranks) + 1)) else None


def _in_bullets(report: ReportText) -> int | None:
    """Lines that begin with a sign and hold nothing but words."""
    lines = [line.strip() for line in report.text.splitlines()]
    goods = [line for line in lines if line.startswith(_BULLETS) and line[1:].replace(" ", "").isalpha()]
    return len(goods) if len(goods) >= _FEWEST else None


def _side_by_side(report: ReportText) -> int | None:
    ways = ("listed_goods", "goods_put_online", "labelled_goods")
    lists = (match["goods"] for way in ways for match, _, _ in report.matches(PATTERNS[way]))
    return next((len(PATTERNS["between_goods"].split(goods)) for goods in lists), None)
