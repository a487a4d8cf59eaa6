"""The rules of reports as tables: which step from where, how cases balance, what a ward's share is made of."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.co_organised import told_once
from domain.duties import ObligationStatus
from domain.errors import WrongState
from domain.figures import WARD, Found, figures_by_team
from domain.report_facts import ActivityFact, CaseFact, Ending, Facts
from domain.report_lines import Given, Line, PastPeriod, lines_from, plain_lines, settle, supplement_of
from domain.report_periods import Span
from domain.reports import LEADS_TO, STEPS, ReportStep, check_step
from domain.understanding import ActivityType, Category, Topic
from domain.ward_sums import WardSources, ward_lines
from ward.loader import load_ward

CATALOGUE = load_ward(Path(__file__).parents[2] / "ward").catalogue
SPAN = Span(starts_on=date(2026, 9, 15), ends_on=date(2026, 12, 14))
DAYS = st.dates(min_value=date(2026, 8, 1), max_value=date(2027, 1, 31))


@pytest.mark.parametrize("step", ReportStep)
@pytest.mark.parametrize("status", ObligationStatus)
def test_a_step_is_made_from_where_the_table_says_and_from_nowhere_else(
    step: ReportStep, status: ObligationStatus
) -> None:
    if status in STEPS[step]:
        check_step(step, status)
        assert LEADS_TO[step] is not status
    else:
        with pytest.raises(WrongState, match="report_step"):
            check_step(step, status)


@st.composite
def cases(draw: st.DrawFn) -> CaseFact:
    opened_on, length = draw(DAYS), draw(st.integers(0, 60))
    ending = draw(st.sampled_from([Ending.OPEN, Ending.DONE, Ending.PASSED_ON, Ending.UNFOUNDED, Ending.VOID]))
    ended_on = None if ending is Ending.OPEN else opened_on + timedelta(days=length)
    due_on = opened_on + timedelta(days=draw(st.integers(0, 20)))
    return CaseFact(
        draw(st.integers(1, 9999)), draw(st.sampled_from([None, 1, 2])), opened_on, due_on, ending, ended_on
    )


@given(incidents=st.lists(cases(), max_size=40))
def test_what_was_open_and_what_came_equals_what_ended_and_what_is_open(incidents: list[CaseFact]) -> None:
    """reporting §1.2, with what was carried over from before."""
    facts = Facts(activities=(), requests=(), incidents=tuple(incidents), teams=(), residential_groups=0)
    found = figures_by_team(CATALOGUE, facts, SPAN).get(WARD, {})
    number = {code: found[code].value or 0 if code in found else 0 for code in ("H01", "H02a", "H02b", "H03a", "H03b")}
    ended = number["H02a"] + number["H02b"] + sum(found[code].value or 0 for code in ("H04a", "H04b") if code in found)
    counted = [one for one in incidents if one.ending is not Ending.VOID]
    carried = sum(
        one.opened_on < SPAN.starts_on and (one.ended_on is None or one.ended_on >= SPAN.starts_on) for one in counted
    )
    assert carried + number["H01"] == ended + number["H03a"] + number["H03b"]


def fact(number: int, team_id: int, day: date, others: frozenset[int] = frozenset()) -> ActivityFact:
    return ActivityFact(
        number, team_id, ActivityType.GUIDANCE, day, ("vneid",), 10, False, None, None, None, None, {}, 0, others=others
    )


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.dates(min_value=date(2026, 10, 1), max_value=date(2026, 10, 3)),
            st.frozensets(st.integers(1, 3), max_size=2),
        ),
        max_size=12,
    )
)
def test_telling_an_event_once_never_loses_one_and_is_the_same_in_any_order(
    told: list[tuple[int, date, frozenset[int]]],
) -> None:
    facts = [fact(number, *one) for number, one in enumerate(told, 1)]
    once = told_once(facts)
    assert {one.id for one in once.kept} | set(once.repeated) == {one.id for one in facts}
    assert not {one.id for one in once.kept} & set(once.repeated)
    assert told_once(facts[::-1]).repeated.keys() == once.repeated.keys()
    assert all(first not in once.repeated for first in once.repeated.values())


def line(code: str, value: float | None) -> Line:
    return Line(code=code, value=value, found=value)


@pytest.mark.parametrize(
    ("teams", "share", "reported"),
    [
        ([(50, 100), (10, 100)], 0.3, 2),
        ([(50, 100), (None, 900)], 0.5, 1),
        ([(50, 100), (0, 100)], 0.25, 2),
        ([(50, None)], None, 0),
        ([(0, 0)], None, 0),
        ([], None, 0),
    ],
)
def test_the_wards_share_is_recomputed_of_teams_that_said_both(
    teams: list[tuple[float | None, float | None]], share: float | None, reported: int
) -> None:
    lines = {at: {"E02": line("E02", above), "E01": line("E01", below)} for at, (above, below) in enumerate(teams)}
    sources = WardSources(lines=lines, counted={}, given={}, period="2026-Q4", earlier={})
    found = ward_lines(CATALOGUE, sources)["E03"]
    assert (found.value, found.reported) == (share, reported)


@pytest.mark.parametrize(
    ("reported", "now", "told_before", "supplement"),
    [
        (10, 10, None, None),
        (10, 17, None, 7),
        (10, 17, 7, None),
        (10, 8, None, -2),
        (None, 5, None, 5),
        (5, None, None, -5),
    ],
)
def test_what_changed_in_a_reported_period_supplements_the_next_once(
    reported: int | None, now: int | None, told_before: int | None, supplement: int | None
) -> None:
    then = Line(code="D03", value=99, found=reported, supplement=told_before)
    past = PastPeriod(key="2026-Q1", reported={"D03": then}, now={"D03": Found(value=now)})
    assert supplement_of("D03", [past]) == supplement
    assert supplement_of("D03", [PastPeriod(key="2026-Q1", reported=None, now=past.now)]) is None


def test_lines_are_kept_as_plain_json_and_come_back_the_same() -> None:
    indicators = [one for one in CATALOGUE.indicators if one.for_teams]
    found = {"D03": Found(value=5, sources=[1, 2], unnumbered=[3], persons=2), "E01": Found(value=200)}
    given = {"E02": Given(value=50, period="2026-Q3"), "D02": Given(value=3, period="2026-Q4")}
    lines = settle(indicators, found, given, period="2026-Q4")
    assert lines["E03"].value == 0.25
    assert lines_from(plain_lines(lines)) == lines


DONE_ON, DUE_ON = SPAN.starts_on + timedelta(days=3), SPAN.starts_on + timedelta(days=5)


def ended(
    number: int, *, stars: int | None = None, category: Category | None = None, topic: Topic | None = None
) -> CaseFact:
    return CaseFact(number, None, SPAN.starts_on, DUE_ON, Ending.DONE, DONE_ON, category, stars, topic)


def test_stars_frauds_and_topics_of_cases_are_counted_apart() -> None:
    incidents = (
        ended(1, stars=5),
        ended(2, stars=3),
        ended(3, category=Category.ONLINE_FRAUD),
        CaseFact(4, None, SPAN.starts_on, DUE_ON, Ending.VOID, DONE_ON, Category.ONLINE_FRAUD, 5),
    )
    requests = (ended(1, topic=Topic.VNEID), ended(2, topic=Topic.AI), ended(3))
    facts = Facts(activities=(), requests=requests, incidents=incidents, teams=(), residential_groups=0)
    found = figures_by_team(CATALOGUE, facts, SPAN)[WARD]
    values = {code: found[code].value for code in ("H06a", "H06b", "G02b", "I01a", "I02b", "I02h")}
    assert values == {"H06a": 2, "H06b": 1, "G02b": 1, "I01a": 3, "I02b": 1, "I02h": 1}
    assert "I02a" not in found
