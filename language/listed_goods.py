"""Goods that were put online and are named one by one: how many kinds they are where no number tells it."""

from language.report_patterns import PATTERNS
from language.report_text import ReportText


def goods_listed(report: ReportText) -> int | None:
    """`dua nem, tre va banh kho me len san`: three kinds; None where fewer than two are named."""
    lists = report.matches(PATTERNS["listed_goods"])
    return next((len(PATTERNS["between_goods"].split(match[1])) for match, _, _ in lists), None)
