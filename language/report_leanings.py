"""What learned weights say of a report beside its grammars: kind, topics, plan, place, day, and what numbers count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.understanding import ActivityType, Topic
from language.features import Features
from language.intents import NO, YES
from language.model import Model
from language.report_reading import ReportReading
from language.word_marks import BEGINNING, INSIDE, OUTSIDE, Mark

KIND, TOPICS, PLAN = "kind", "topics", "plan"
PLACE, DAY, COUNTS = "place", "day", "counts"


@dataclass(frozen=True, kw_only=True)
class Leanings:
    """How much speaks for each answer, in natural logarithms of odds; everything is empty where nothing was learned.

    `places` and `days` hold a mark for each token, `counts` for each number of the report the fields it may belong to.
    """

    kinds: Mapping[ActivityType, float] = field(default_factory=dict)
    topics: Mapping[Topic, float] = field(default_factory=dict)
    plan: float | None = None
    places: Sequence[Mark] = ()
    days: Sequence[Mark] = ()
    counts: Sequence[Mapping[str, float]] = ()


@dataclass(frozen=True, kw_only=True)
class ReportWeights:
    """The two models of reports: of their kind, topics and plans, and of their words and numbers."""

    of_reports: Model
    of_words: Model

    @classmethod
    def unlearned(cls) -> "ReportWeights":
        """Weights that know nothing, so that the grammars alone decide: for reading what is to be learned from."""
        return cls(of_reports=Model.unlearned(), of_words=Model.unlearned())

    def leanings(self, report: ReportReading, of_message: Features) -> Leanings:
        """What the weights say of one report."""
        if not self.of_reports.heads:
            return Leanings()
        whole = self.of_reports.known(report.features(of_message))
        plan = self.of_reports.scores(PLAN, whole)
        words = [self.of_words.known(features) for features in report.word_features()]
        numbers = [self.of_words.known(number.features) for number in report.numbers]
        return Leanings(
            kinds={ActivityType(label): score for label, score in self.of_reports.scores(KIND, whole).items()},
            topics={Topic(label): score for label, score in self.of_reports.scores(TOPICS, whole).items()},
            plan=plan[YES] - plan[NO],
            places=[_mark(self.of_words.scores(PLACE, known)) for known in words],
            days=[_mark(self.of_words.scores(DAY, known)) for known in words],
            counts=[self.of_words.scores(COUNTS, known) for known in numbers],
        )


def _mark(scores: Mapping[str, float]) -> Mark:
    return Mark(outside=scores[OUTSIDE], beginning=scores[BEGINNING], inside=scores[INSIDE])
