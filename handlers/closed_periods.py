"""Whether what is told belongs to a period whose report was sent already, so that its teller knows where it goes."""

from datetime import date

from domain.report_periods import quarter_of
from domain.reports import REPORTED
from handlers.current_reports import team_duty
from handlers.office import Office
from handlers.reminders import period_words
from storage import reports
from storage.database import Work


def closed_period(work: Work, office: Office, team_id: int, day: date) -> str | None:
    """The period of a day in words, if the team's report of it stands; what changes then supplements the next one."""
    period = quarter_of(day, office.ward.catalogue.facts.convention)
    owed = reports.obligation_of(work, team_duty(office).code, period, team_id)
    return period_words(office, period) if owed is not None and owed.status in REPORTED else None
