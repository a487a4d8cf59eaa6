"""What one message means: the only door to everything this folder knows of Vietnamese."""

from dataclasses import replace
from datetime import datetime

from domain.chat_commands import CaseReference, ChatCommand, WorkCommand
from domain.gazetteer import Gazetteer
from domain.understanding import ActivityFields, Chat, Intent, Place, Sender, Understanding
from language.activities import read_activity
from language.chat_commands import CommandFinder, find_case_reference
from language.days_to_come import NAME_A_DAY, DayFinder
from language.group_spellings import GroupNames
from language.intents import MessageWeights, judge
from language.lexicon import Lexicon
from language.normalising import cut, tokenize
from language.place_names import PlaceNames
from language.places import PlaceFinder, places_for
from language.reading import Reading, read
from language.report_leanings import ReportWeights
from language.report_reading import ReportReading, read_report
from language.work_commands import WorkCommandFinder

LONGEST_READ = 4_000


class Interpreter:
    """Reads messages; built once, safe to share between threads, never raises for any text."""

    def __init__(
        self, lexicon: Lexicon, gazetteer: Gazetteer, of_messages: MessageWeights, of_reports: ReportWeights
    ) -> None:
        self._lexicon = lexicon
        self._of_messages = of_messages
        self._of_reports = of_reports
        self._places = PlaceFinder(lexicon.places, PlaceNames(gazetteer, lexicon.places))
        self._group_names = GroupNames(gazetteer, lexicon.numbers)
        self._commands = CommandFinder(lexicon.commands)
        self._work_commands = WorkCommandFinder(lexicon.work_commands)
        self._days = DayFinder(lexicon)

    def understand(
        self, text: str, *, now: datetime, sender: Sender, chat: Chat, wanted: Intent | None = None
    ) -> Understanding:
        """What a message means; `now` is local time; only its first 4,000 characters are read (product C8).

        `wanted` is the intent where its writer has told us. A report is a little likelier in a group; whether to answer
        there is for the caller to decide.
        """
        reading = self.read(text, sender=sender, chat=chat)
        verdict = judge(reading, self._of_messages, wanted=wanted)
        return Understanding(
            intent=verdict.intent,
            confidence=verdict.confidence,
            category=verdict.category,
            urgent=verdict.urgent,
            places=places_for(verdict.intent, reading.places),
            topic=verdict.topic,
            activity=self._activity(reading, now) if verdict.intent is Intent.ACTIVITY_REPORT else None,
            likely=verdict.likely,
            category_doubts=verdict.category_doubts,
        )

    def read(self, text: str, *, sender: Sender, chat: Chat) -> Reading:
        """What is noticed in a message before it is judged: what the model learns from."""
        return read(cut(text, LONGEST_READ), self._lexicon, self._places, sender=sender, chat=chat)

    def read_activity(self, text: str, *, now: datetime) -> ActivityFields:
        """What a text says if it is about an activity, whatever it seems to want: for answers to our questions."""
        return self._activity(self.read(text, sender=Sender.MEMBER, chat=Chat.PRIVATE), now)

    def find_places(self, text: str) -> tuple[Place, ...]:
        """Every place a text may name, also unsure ones: for a message that answers where something is."""
        read = cut(text, LONGEST_READ)
        tokens = self._lexicon.spelling.respell(tokenize(read))
        return tuple(found.place for found in self._places.find(read, tokens))

    def find_command(self, text: str) -> ChatCommand | None:
        """The fixed command or button payload that a message is, or None."""
        return self._commands.find(text)

    def find_work_command(self, text: str, *, now: datetime) -> WorkCommand | None:
        """What somebody who works on a case says that he does, or None; days count from `now`, local time."""
        command = self._work_commands.find(text)
        if command is None or command.name not in NAME_A_DAY:
            return command
        return replace(command, until=self._days.find(command.rest, now=now))

    def find_case_reference(self, text: str) -> CaseReference | None:
        """The first case code in a text, or None."""
        return find_case_reference(text)

    def payload(self, command: ChatCommand) -> str:
        """What a button has to say so that `find_command` answers this command again."""
        return self._commands.payload(command)

    def read_report(self, reading: Reading, *, now: datetime) -> ReportReading:
        """What is noticed in a message that reports, before its fields are settled: what kinds are learned from."""
        return read_report(
            reading.text,
            reading.tokens,
            now=now,
            evidence=reading.evidence,
            places=reading.places,
            lexicon=self._lexicon,
            group_names=self._group_names,
        )

    def _activity(self, reading: Reading, now: datetime) -> ActivityFields:
        report = self.read_report(reading, now=now)
        leanings = self._of_reports.leanings(report, reading.features)
        return read_activity(report, leanings, today=now.date())
