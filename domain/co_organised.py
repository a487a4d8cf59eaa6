"""One event that several teams held together counts once, with the team that leads it (reporting §1.2)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    if not any(fact.others for fact in activities):
        return Together(kept=tuple(activities), repeated={}, doubtful={})
    of_team: dict[tuple[date, int], list[ActivityFact]] = defaultdict(list)
    for fact in activities:
        of_team[fact.starts_on, fact.team_id].append(fact)
    pairs: dict[tuple[int, int], bool] = {}
    for fact in activities:
        for team_id in fact.others - {fact.team_id}:
            for other in of_team.get((fact.starts_on, team_id), ()):
                if _is_alike(fact, other):
                    first, later = sorted((fact.id, other.id))
                    pairs[later, first] = fact.team_id in other.others
    repeated, doubtful = _sorted_out(pairs)
    kept = tuple(fact for fact in activities if fact.id not in repeated) if repeated else tuple(activities)
    return Together(kept=kept, repeated=repeated, doubtful=doubtful)


def _sorted_out(pairs: Mapping[tuple[int, int], bool]) -> tuple[dict[int, int], dict[int, int]]:
    """From the earliest record on, so that the order of reading does not matter; what is dropped absorbs nothing."""
    repeated: dict[int, int] = {}
    doubtful: dict[int, int] = {}
    for later, first in sorted(pair for pair, is_mutual in pairs.items() if is_mutual):
        if first not in repeated:
            repeated.setdefault(later, first)
    for later, first in sorted(pair for pair, is_mutual in pairs.items() if not is_mutual):
        if later not in repeated and first not in repeated:
            doubtful.setdefault(later, first)
    return repeated, doubtful


def _is_alike(one: ActivityFact, other: ActivityFact) -> bool:
    return one.activity_type == other.activity_type or bool(set(one.topics) & set(other.topics))
