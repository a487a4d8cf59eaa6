"""What one message means: the only door to everything this folder knows of Vietnamese."""

from datetime import datetime

from domain.chat_commands import CaseReference, ChatCommand, WorkCommand
from domain.gazetteer import Gazetteer
from domain.understanding import ActivityFields, Chat, Intent, Place, PlaceKind, Sender, Understanding
from language.activities import find_teams, read_activity
from language.chat_commands import CommandFinder, find_case_reference
from language.evidence import Evidence, gather_evidence
from language.intents import Surroundings, judge_category, judge_intent, judge_topic, judge_urgency
from language.lexicon import Lexicon
from language.normalising import Token, tokenize
from language.numbers import find_counts
from language.place_names import PlaceNames
from language.places import FoundPlace, PlaceFinder, places_for
from language.work_commands import WorkCommandFinder

LONGEST_READ = 4_000


class Interpreter:
    """Reads messages; built once, safe to share between threads, never raises for any text."""

    def __init__(self, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._lexicon = lexicon
        self._places = PlaceFinder(lexicon.places, PlaceNames(gazetteer, lexicon.places))
        self._commands = CommandFinder(lexicon.commands)
        self._work_commands = WorkCommandFinder(lexicon.work_commands)

    def understand(self, text: str, *, now: datetime, sender: Sender, chat: Chat) -> Understanding:
        """What a message means; `now` is local time; only its first 4,000 characters are read (product C8).

        A report is a little likelier in a group; whether to answer there is for the caller to decide.
        """
        read = text[:LONGEST_READ]
        tokens = self._lexicon.spelling.respell(tokenize(read))
        places = self._places.find(read, tokens)
        spans = [(found.start, found.end) for found in places]
        evidence = gather_evidence(tokens, self._lexicon, place_spans=spans)
        counts = find_counts(tokens, evidence, self._lexicon.numbers)
        verdict = judge_intent(
            evidence,
            Surroundings(
                text=read,
                sender=sender,
                chat=chat,
                names_team=bool(find_teams(tokens, places)) or _names_village(places),
                counted_numbers=len(counts),
                names_place=any(found.is_anchored for found in places),
            ),
        )
        intent = verdict.intent
        return Understanding(
            intent=intent,
            confidence=verdict.confidence,
            category=judge_category(evidence) if intent is Intent.INCIDENT else None,
            urgent=judge_urgency(evidence, intent),
            places=places_for(intent, places),
            topic=judge_topic(evidence, intent),
            activity=self._activity(read, tokens, now, evidence, places, intent),
        )

    def read_activity(self, text: str, *, now: datetime) -> ActivityFields:
        """What a text says if it is about an activity, whatever it seems to want: for answers to our questions."""
        read = text[:LONGEST_READ]
        tokens = self._lexicon.spelling.respell(tokenize(read))
        places = self._places.find(read, tokens)
        evidence = gather_evidence(tokens, self._lexicon, place_spans=[(found.start, found.end) for found in places])
        return read_activity(
            read,
            tokens,
            today=now.date(),
            evidence=evidence,
            places=places,
            lexicon=self._lexicon,
        )

    def find_places(self, text: str) -> tuple[Place, ...]:
        """Every place a text may name, also unsure ones: for a message that answers where something is."""
        read = text[:LONGEST_READ]
        tokens = self._lexicon.spelling.respell(tokenize(read))
        return tuple(found.place for found in self._places.find(read, tokens))

    def find_command(self, text: str) -> ChatCommand | None:
        """The fixed command or button payload that a message is, or None."""
        return self._commands.find(text)

    def find_work_command(self, text: str) -> WorkCommand | None:
        """What somebody who works on a case says that he does, or None."""
        return self._work_commands.find(text)

    def find_case_reference(self, text: str) -> CaseReference | None:
        """The first case code in a text, or None."""
        return find_case_reference(text)

    def payload(self, command: ChatCommand) -> str:
        """What a button has to say so that `find_command` answers this command again."""
        return self._commands.payload(command)

    def _activity(
        self,
        text: str,
        tokens: tuple[Token, ...],
        now: datetime,
        evidence: Evidence,
        places: tuple[FoundPlace, ...],
        intent: Intent,
    ) -> ActivityFields | None:
        if intent is not Intent.ACTIVITY_REPORT:
            return None
        return read_activity(
            text,
            tokens,
            today=now.date(),
            evidence=evidence,
            places=places,
            lexicon=self._lexicon,
        )


def _names_village(places: tuple[FoundPlace, ...]) -> bool:
    return any(found.place.best and found.place.best.kind is PlaceKind.RESIDENTIAL_GROUP for found in places)
