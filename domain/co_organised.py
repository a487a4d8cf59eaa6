"""One event that several teams held together counts once, with the team that leads it (reporting §1.2)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.report_facts import ActivityFact


@dataclass(frozen=True, kw_only=True)
class Together:
    """The activities that count, those of other teams that tell the same event, and pairs that may do so."""

    kept: tuple[ActivityFact, ...]
    repeated: dict[int, int]
    doubtful: dict[int, int]


def told_once(activities: Sequence[ActivityFact]) -> Together:
    """Where two teams each name the other in a record of one day and kind, the record made first counts.

    `repeated` has the record that does not count with the one that does; where only one names the other, both count
    and the pair stands in `doubtful`.
    """
    of_team: dict[tuple[date, int], list[ActivityFact]] = defaultdict(list)
    for fact in activities:
        of_team[fact.starts_on, fact.team_id].append(fact)
    repeated: dict[int, int] = {}
    doubtful: dict[int, int] = {}
    for fact in activities:
        for team_id in sorted(fact.others - {fact.team_id}):
            for other in of_team.get((fact.starts_on, team_id), ()):
                if _is_alike(fact, other):
                    _note(fact, other, repeated, doubtful)
    kept = tuple(fact for fact in activities if fact.id not in repeated) if repeated else tuple(activities)
    return Together(kept=kept, repeated=repeated, doubtful=doubtful)


def _note(fact: ActivityFact, other: ActivityFact, repeated: dict[int, int], doubtful: dict[int, int]) -> None:
    first, later = sorted((fact.id, other.id))
    both = fact.team_id in other.others
    if both and first not in repeated:
        repeated.setdefault(later, first)
        doubtful.pop(later, None)
    elif not both and later not in repeated:
        doubtful.setdefault(later, first)


def _is_alike(one: ActivityFact, other: ActivityFact) -> bool:
    return one.activity_type == other.activity_type or bool(set(one.topics) & set(other.topics))
