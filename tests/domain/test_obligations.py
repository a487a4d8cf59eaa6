"""How an obligation may move and by whom: the table of moves with the rights of reporting §6.2."""

from itertools import product

import pytest

from domain.duties import DutyHolder, ObligationStatus
from domain.errors import NotAllowed, Refused, WrongState
from domain.obligations import MOVES, Mover, check_move, moves_of
from domain.staff import Role

S = ObligationStatus
OFFICERS_MOVES = {
    (S.NOT_STARTED, S.DRAFT),
    (S.NOT_STARTED, S.SUBMITTED),
    (S.DRAFT, S.NOT_STARTED),
    (S.DRAFT, S.SUBMITTED),
    (S.SUBMITTED, S.NOT_STARTED),
    (S.SUBMITTED, S.RETURNED),
    (S.SUBMITTED, S.ACCEPTED),
    (S.RETURNED, S.DRAFT),
    (S.RETURNED, S.SUBMITTED),
    (S.ACCEPTED, S.RETURNED),
}
HEADS_MOVES = OFFICERS_MOVES | {(S.ACCEPTED, S.LOCKED), (S.LOCKED, S.RETURNED)}


def allowed(role: Role, holder: DutyHolder = DutyHolder.TEAM, *, noted_it: bool = False) -> set[tuple[S, S]]:
    found = set()
    for move in product(S, S):
        try:
            check_move(*move, holder, Mover(role=role, noted_it=noted_it))
        except Refused:
            continue
        found.add(move)
    return found


@pytest.mark.parametrize(
    ("role", "moves"),
    [
        (Role.OFFICER, OFFICERS_MOVES),
        (Role.HEAD, HEADS_MOVES),
        (Role.WARD_LEADER, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_each_role_moves_what_is_its_own(role: Role, moves: set[tuple[S, S]]) -> None:
    assert allowed(role) == moves
    assert {(status, to) for status in S for to in moves_of(status, role)} == moves


def test_every_state_can_be_left() -> None:
    assert set(MOVES) == set(S)
    assert all(MOVES.values())


def test_four_eyes_accept_the_wards_own_report() -> None:
    assert allowed(Role.HEAD, DutyHolder.WARD, noted_it=True) == HEADS_MOVES - {(S.SUBMITTED, S.ACCEPTED)}
    assert allowed(Role.HEAD, DutyHolder.WARD) == HEADS_MOVES
    assert allowed(Role.OFFICER, DutyHolder.UNIT, noted_it=True) == OFFICERS_MOVES


def test_a_refusal_says_whether_the_right_or_the_state_is_lacking() -> None:
    with pytest.raises(NotAllowed):
        check_move(S.ACCEPTED, S.LOCKED, DutyHolder.TEAM, Mover(role=Role.OFFICER, noted_it=False))
    with pytest.raises(WrongState):
        check_move(S.LOCKED, S.ACCEPTED, DutyHolder.TEAM, Mover(role=Role.HEAD, noted_it=False))
