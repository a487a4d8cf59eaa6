"""What is noticed in a report before its fields are settled: team, day, topics, things counted, the likely kind."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.understanding import ActivityType
from language.activity_kinds import Told, find_kind, is_plan, kinds_said
from language.activity_places import find_place
from language.activity_teams import NamedTeams, is_numbered_group, read_teams
from language.activity_topics import TopicHit, counts_by_topic, topic_ends, topic_hits, with_wallets
from language.companions import Company, companies_of, company_features
from language.dates import FoundDate, day_pieces, find_dates
from language.durations import time_pieces
from language.evidence import Evidence
from language.features import Features, View
from language.group_spellings import GroupMention, GroupNames
from language.lexicon import Lexicon
from language.normalising import Token
from language.number_pairs import pair_features
from language.number_roles import Number, numbers_of
from language.number_topics import number_topic_features
from language.places import FoundPlace
from language.report_counts import Counted, find_counted, without_sessions
from language.report_notes import notes_of
from language.report_text import ReportText
from language.team_mentions import group_features, group_mentions
from language.team_numbers import TeamNumber, team_number_features, team_numbers
from language.topic_mentions import Pair, mention_features, pairs_of
from language.word_marks import run_features, word_features

_MOST_COUNTED = 3
_SEVERAL = 2


@dataclass(frozen=True, kw_only=True)
class ReportReading:
    """One report, read but not yet settled; `taken` are the pieces whose numbers name teams or places."""

    report: ReportText
    now: dt.datetime
    places: tuple[FoundPlace, ...]
    topics: tuple[TopicHit, ...]
    team: NamedTeams
    groups: tuple[GroupMention, ...]
    date: FoundDate | None
    taken: set[int]
    counted: tuple[Counted, ...]
    counts: dict[str, int]
    kind: ActivityType
    is_planned: bool

    @cached_property
    def proposed_place(self) -> str | None:
        """The place that the grammar finds."""
        return find_place(self.report, self.places, self._days | self._times, self.team.pieces)

    @cached_property
    def _days(self) -> set[int]:
        return day_pieces(self.report)

    @cached_property
    def _times(self) -> set[int]:
        return time_pieces(self.report)

    @cached_property
    def notes(self) -> list[frozenset[str]]:
        """What the grammars take each token for."""
        report = self.report
        pieces = {
            "team": self.team.pieces,
            "day": self._days,
            "time": self._times,
            "counted": {at for one in self.counted for at in range(one.start, one.end)},
        }
        stretches = [(f"place:{_kind_of(place)}", place.start, place.end) for place in self.places]
        stretches += [(name, *span) for name, span in self._proposed_stretches()]
        return notes_of(report, pieces, stretches, {(hit.start, hit.end) for hit in self.topics})

    def _proposed_stretches(self) -> Iterator[tuple[str, tuple[int, int]]]:
        if self.proposed_place is not None:
            start = self.report.text.find(self.proposed_place)
            yield "at", (start, start + len(self.proposed_place))
        if self.date is not None:
            first, last = self.report.tokens_of(*self.date.pieces)
            yield "on", (self.report.tokens[first].start, self.report.tokens[last - 1].end)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number that may count something."""
        topics = {hit.start: str(hit.topic) for hit in self.topics}
        return numbers_of(self.report, self.counted, self.notes, kind=self.kind, topics=topics)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Each number with the topics near it, where there are several."""
        if len({hit.topic for hit in self.topics}) < _SEVERAL:
            return []
        return pairs_of(self.report, self.topics, self.numbers, self.counts)

    @cached_property
    def companies(self) -> list[Company]:
        """Those who are named side by side."""
        return companies_of(self.report)

    def company_features(self) -> list[Features]:
        """What is seen of each company: whether they are the members who worked."""
        counts_members = any(one.what == "members" for one in self.counted)
        return company_features(self.report, self.companies, self.notes, counts_members=counts_members)

    def group_features(self) -> list[Features]:
        """What is seen of each group with a name: whether it is the team of the report."""
        has_number = self.team.number is not None or bool(self.team.several)
        return group_features(self.report, self.groups, self.notes, has_number=has_number)

    @cached_property
    def team_numbers(self) -> tuple[TeamNumber, ...]:
        """Every number that may name a team."""
        return team_numbers(self.report)

    def team_number_features(self) -> list[Features]:
        """What is seen of each number that may name a team: whether it is one of the report."""
        by_grammar = frozenset(self.team.numbers)
        return team_number_features(
            self.report,
            self.team_numbers,
            self.notes,
            by_grammar=by_grammar,
            has_name=any(not group.wrong for group in self.groups),
        )

    def number_pairs(self) -> dict[tuple[int, int], Features]:
        """What is seen of every two numbers of persons: whether they add up."""
        return pair_features(self.report, self.numbers, self.topics)

    def number_topic_features(self) -> list[Features]:
        """What is seen of the first numbers: of what work each tells."""
        return number_topic_features(self.report, self.numbers, self.topics)

    def mention_features(self) -> list[Features]:
        """What is seen of each naming of a topic."""
        return mention_features(self.report, self.topics, self.notes)

    def dates(self, *, is_plan: bool) -> tuple[FoundDate, ...]:
        """Every day that the grammars find, the surest words first; a plan looks ahead."""
        looks_done = self.report.has(self.report.words.past)
        return tuple(find_dates(self.report, self.now, is_plan=is_plan, looks_done=looks_done))

    def word_features(self) -> list[Features]:
        """What is seen at each token: what the place and the days are learned from."""
        return word_features(self.report, self.notes)

    def run_features(self, start: int, at: int) -> Features:
        """What is seen of a place or day that began with the token `start` and may go on with the token `at`."""
        return run_features(self.report, self.notes, start, at)

    def features(self, of_message: Features) -> Features:
        """What the settling of kind and topics is learned from: the message's words and what was noticed here."""
        return {
            View.FOLDED: of_message[View.FOLDED],
            View.ACCENTED: of_message[View.ACCENTED],
            View.EVIDENCE: of_message[View.EVIDENCE] | frozenset(self._noticed()),
        }

    def _noticed(self) -> Iterator[str]:
        said = kinds_said(self.report)
        yield from (f"report:said:{kind}" for kind in said)
        if said:
            yield f"report:first:{min(said, key=lambda kind: said[kind])}"
        yield from (f"report:counts:{one.what}" for one in self.counted)
        yield from (f"report:new_accounts:{one.what}" for one in self.counted if one.opened_wallets)
        yield f"report:counted:{min(len(self.counted), _MOST_COUNTED)}"
        yield from (f"report:topic:{hit.topic}:{hit.weight:.0f}" for hit in self.topics)
        if self.date is not None:
            yield f"report:period:{self.date.is_period}"
        if self.is_planned:
            yield "report:planned"


def _kind_of(place: FoundPlace) -> str:
    best = place.place.best
    return f"{best.kind if best else None}:{place.is_anchored}"


def read_report(
    text: str,
    tokens: Sequence[Token],
    *,
    now: dt.datetime,
    evidence: Evidence,
    places: tuple[FoundPlace, ...],
    lexicon: Lexicon,
    group_names: GroupNames,
) -> ReportReading:
    """Notice everything in a report; days count from `now`, local time."""
    tokens = lexicon.reports.misspellings.mend(tokens)
    groups = group_mentions(tokens, places, group_names)
    names = frozenset(at for group in groups if group.is_plain for at in range(group.start, group.end))
    report = ReportText(text, tokens, lexicon.numbers, lexicon.reports, names=names)
    named = topic_hits(report, evidence)
    planned = is_plan(report)
    team = read_teams(report, places)
    looks_done = report.has(lexicon.reports.past)
    date = next(find_dates(report, now, is_plan=planned, looks_done=looks_done), None)
    taken = team.pieces | _place_pieces(report, places) | _pieces_of(report, names)
    counted = without_sessions(find_counted(report, taken, topic_ends(report, named)))
    named = with_wallets(report, named, counted)
    counts = counts_by_topic(report, named, counted)
    return ReportReading(
        report=report,
        now=now,
        places=places,
        topics=named,
        team=team,
        groups=groups,
        date=date,
        taken=taken,
        counted=tuple(counted),
        counts=counts,
        kind=_kind(report, date, counted, topics_counted=len(counts)),
        is_planned=planned,
    )


def _kind(
    report: ReportText, date: FoundDate | None, counted: Sequence[Counted], *, topics_counted: int
) -> ActivityType:
    sessions = max((one.value for one in counted if one.what == "sessions"), default=0)
    told = Told(
        has_period=bool(date and date.is_period),
        counted=tuple(one.what for one in counted),
        sessions=sessions,
        topics_counted=topics_counted,
    )
    return find_kind(report, told)


def _pieces_of(report: ReportText, tokens: frozenset[int]) -> set[int]:
    return {at for at, piece in enumerate(report.pieces) if piece.start in tokens}


def _place_pieces(report: ReportText, places: Sequence[FoundPlace]) -> set[int]:
    covered: set[int] = set()
    for at, piece in enumerate(report.pieces):
        start = report.tokens[piece.start].start
        if any(place.start <= start < place.end and not is_numbered_group(place) for place in places):
            covered.add(at)
    return covered
