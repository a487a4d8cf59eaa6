"""What learned weights say of a report beside its grammars: kind, topics, plan, place, day, and what numbers count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.understanding import ActivityType, Topic
from language.features import Features
from language.intents import NO, YES
from language.model import KnownFeatures, Model, log_odds, shares
from language.report_figures import ACCOUNTS, FIGURES
from language.report_reading import ReportReading
from language.word_marks import BEGINNING, INSIDE, LONGEST, OUTSIDE, Mark

KIND, TOPICS, PLAN = "kind", "topics", "plan"
PLACE, DAY, COUNTS = "place", "day", "counts"
PLACE_GOES_ON, DAY_GOES_ON = "place_goes_on", "day_goes_on"
MEANT, BELONGS, TELLS_OF = "meant", "belongs", "tells_of"
TEAM, TEAM_NUMBER, COMPANY, TOGETHER = "team", "team_number", "company", "together"
REPORT_HEADS = (KIND, TOPICS, PLAN)
WORD_HEADS = (PLACE, DAY, PLACE_GOES_ON, DAY_GOES_ON)
NUMBER_HEADS = (COUNTS, MEANT, BELONGS, TEAM, TEAM_NUMBER, COMPANY, TOGETHER)
WORK_HEADS = (TELLS_OF,)
NOTHING = "nothing"
# What a number may count: one figure, or accounts together with those who opened them.
FIELDS_OF = {NOTHING: frozenset[str](), **{one: frozenset({one}) for one in FIGURES}} | {
    f"{one}+{ACCOUNTS}": frozenset({one, ACCOUNTS}) for one in ("people", "households")
}
_STARTS = 4
_HARDLY_BEGUN, _SURELY_ENDED = -5.0, -6.0
_LEAST_CHANCE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Leanings:
    """How much speaks for each answer, in natural logarithms of odds; everything is empty where nothing was learned.

    `places` and `days` hold a mark for each token; `place_runs` and `day_runs` hold for the likeliest first tokens the
    log odds of going on with each of the next; `counts` hold for each number the fields it may belong to, `tells_of`
    the chances of each topic and of none.
    """

    kinds: Mapping[ActivityType, float] = field(default_factory=dict)
    topics: Mapping[Topic, float] = field(default_factory=dict)
    plan: float | None = None
    places: Sequence[Mark] = ()
    place_runs: Mapping[int, Sequence[float]] = field(default_factory=dict)
    days: Sequence[Mark] = ()
    day_runs: Mapping[int, Sequence[float]] = field(default_factory=dict)
    counts: Sequence[Mapping[str, float]] = ()
    meant: Sequence[float] = ()
    belonging: Sequence[float] = ()
    tells_of: Sequence[Mapping[str, float]] = ()
    teams: Sequence[float] = ()
    team_numbers: Sequence[float] = ()
    companies: Sequence[float] = ()
    together: Mapping[tuple[int, int], float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReportWeights:
    """The models of reports: of their kind, topics and plans; of the words of place and day; of numbers and names; of
    the work that numbers tell of.
    """

    of_reports: Model
    of_words: Model
    of_numbers: Model
    of_work: Model

    @classmethod
    def unlearned(cls) -> "ReportWeights":
        """Weights that know nothing, so that the grammars alone decide: for reading what is to be learned from."""
        nothing = Model.unlearned()
        return cls(of_reports=nothing, of_words=nothing, of_numbers=nothing, of_work=nothing)

    def leanings(self, report: ReportReading, of_message: Features) -> Leanings:
        """What the weights say of one report."""
        if not self.of_reports.heads:
            return Leanings()
        whole = self.of_reports.known(report.features(of_message))
        plan = self.of_reports.scores(PLAN, whole)
        words = [self.of_words.known(features) for features in report.word_features()]
        numbers = [self.of_numbers.known(number.features) for number in report.numbers]
        places = [_mark(self.of_words.scores(PLACE, known)) for known in words]
        days = [_mark(self.of_words.scores(DAY, known)) for known in words]
        return Leanings(
            kinds={ActivityType(label): score for label, score in self.of_reports.scores(KIND, whole).items()},
            topics={Topic(label): score for label, score in self.of_reports.scores(TOPICS, whole).items()},
            plan=plan[YES] - plan[NO],
            places=places,
            place_runs=self._runs(PLACE_GOES_ON, report, words, places),
            days=days,
            day_runs=self._runs(DAY_GOES_ON, report, words, days),
            meant=[self._yes(MEANT, features) for features in report.mention_features()],
            belonging=[self._yes(BELONGS, pair.features) for pair in report.pairs],
            tells_of=self._tells_of(report),
            teams=[self._yes(TEAM, features) for features in report.group_features()],
            team_numbers=[self._yes(TEAM_NUMBER, features) for features in report.team_number_features()],
            companies=[self._yes(COMPANY, features) for features in report.company_features()],
            together={pair: self._yes(TOGETHER, features) for pair, features in report.number_pairs().items()},
            counts=[_by_field(self.of_numbers.scores(COUNTS, known)) for known in numbers],
        )

    def _tells_of(self, report: ReportReading) -> list[dict[str, float]]:
        """For the first numbers of a report: the chances of each topic and of none."""
        known = map(self.of_work.known, report.number_topic_features())
        return [shares(self.of_work.scores(TELLS_OF, features)) for features in known]

    def _yes(self, head: str, features: Features) -> float:
        scores = self.of_numbers.scores(head, self.of_numbers.known(features))
        return scores[YES] - scores[NO]

    def _runs(
        self, head: str, report: ReportReading, words: Sequence[KnownFeatures], marks: Sequence[Mark]
    ) -> dict[int, list[float]]:
        """For the tokens that most look like the first of a stretch: how surely it goes on with each of the next."""
        odds = [mark.beginning - mark.outside for mark in marks]
        likely = sorted((at for at in range(len(odds)) if odds[at] > _HARDLY_BEGUN), key=lambda at: -odds[at])
        return {start: self._run(head, report, words, start) for start in likely[:_STARTS]}

    def _run(self, head: str, report: ReportReading, words: Sequence[KnownFeatures], start: int) -> list[float]:
        run: list[float] = []
        for at in range(start + 1, min(len(words), start + LONGEST)):
            own = self.of_words.known(report.run_features(start, at))
            scores = self.of_words.scores(head, KnownFeatures(by_view=(*words[at].by_view, *own.by_view)))
            run.append(scores[YES] - scores[NO])
            if run[-1] < _SURELY_ENDED:
                break
        return run


def _by_field(scores: Mapping[str, float]) -> dict[str, float]:
    """The log odds of each figure that a number may belong to, whatever else it may count too."""
    chances = shares(scores)
    found = {}
    for figure in FIGURES:
        chance = sum(share for answer, share in chances.items() if figure in FIELDS_OF[answer])
        found[figure] = log_odds(chance, least=_LEAST_CHANCE)
    return found


def _mark(scores: Mapping[str, float]) -> Mark:
    return Mark(outside=scores[OUTSIDE], beginning=scores[BEGINNING], inside=scores[INSIDE])
