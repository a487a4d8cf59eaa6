"""How many of the team went where no number tells it: the writer alone, or with those whom he names."""

from language.report_patterns import PATTERNS
from language.report_text import ReportText


def named_members(report: ReportText) -> int | None:
    """`tui voi ba Hoa voi thang Ti`: three; `mot minh em`: one; None where nobody is named."""
    company = next((match for match, _, _ in report.matches(PATTERNS["speaker_and_company"])), None)
    if company is not None:
        companions = len(PATTERNS["companion"].findall(company["company"]))
        return companions + (2 if company["couple"] else 1)
    return 1 if any(report.matches(PATTERNS["speaker_alone"])) else None
