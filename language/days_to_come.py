"""Which day in the future words ask for: a new date for a case, or until when somebody else will have done it."""

import re
from datetime import datetime

from domain.chat_commands import DayToCome, WorkCommandName
from language.dates import find_dates
from language.lexicon import Lexicon
from language.normalising import fold_words, tokenize
from language.report_text import ReportText

NAME_A_DAY = frozenset({WorkCommandName.EXTEND, WorkCommandName.HAND_OVER})
_NUMBER = re.compile(r"(?<![\d/.\-])(\d{1,2})\s+(\w+)")
_AROUND = " :,.;-\n"


class DayFinder:
    """Finds the day with the grammar of reports, read as a plan: a weekday is the next one, not the last."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str, *, now: datetime) -> DayToCome:
        """The day that words name and the words without it; no day when they name none."""
        more, without = self._more_days(text)
        if more is not None:
            return DayToCome(more_days=more, rest=self._tidy(without))
        report = ReportText(text, tokenize(text), self._lexicon.numbers, self._lexicon.reports)
        found = next(find_dates(report, now, is_plan=True, looks_done=False), None)
        if found is None or found.starts_on is None or found.is_period:
            return DayToCome(rest=self._tidy(text))
        before, _, after = text.partition(found.expression)
        words = " ".join(part for part in (self._without_lead(before), self._tidy(after)) if part)
        return DayToCome(day=found.starts_on, rest=words)

    def _more_days(self, text: str) -> tuple[int | None, str]:
        """So many days more, as `5 days`; the words behind the number stand in the keywords."""
        for match in _NUMBER.finditer(text):
            if fold_words(match[2]) in self._lexicon.work_days["days"]:
                return int(match[1]), self._without_lead(text[: match.start()]) + " " + text[match.end() :]
        return None, text

    def _without_lead(self, text: str) -> str:
        """What stands before the day, without the words that only lead to it."""
        words = text.strip(_AROUND).split()
        while words and fold_words(words[-1]) in self._lexicon.work_days["leads"]:
            words.pop()
        return " ".join(words).strip(_AROUND)

    def _tidy(self, text: str) -> str:
        words = text.strip(_AROUND).split()
        while words and fold_words(words[0]) in self._lexicon.work_days["trails"]:
            words.pop(0)
        return " ".join(words).strip(_AROUND)
