"""What Zalo said is left to say: the newest word counts, whoever writes it when."""

from datetime import UTC, datetime, timedelta

from domain.reply_budget import Allowance
from storage import allowances, people
from storage.database import Database

NOW = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)


def left(remaining: int | None, *, minutes: int = 0) -> Allowance:
    return Allowance(remaining=remaining, total=8, told_at=NOW + timedelta(minutes=minutes))


def test_the_newest_word_counts_for_each_person_and_for_the_package(database: Database) -> None:
    with database.begin() as work:
        hoa = people.find_or_add(work, "8800000000000000001", now=NOW)
        for kind, allowance in (
            ("reply", left(7)),
            ("reply", left(6, minutes=2)),
            ("reply", left(5, minutes=1)),
            ("sub_quota", left(400)),
            ("sub_quota", left(399, minutes=1)),
            ("welcome_msg", left(3, minutes=9)),
        ):
            allowances.note(work, kind, hoa.id, allowance)
    with database.read() as work:
        assert allowances.replies(work, [hoa.id, 99]) == {hoa.id: left(6, minutes=2)}
        assert allowances.package(work) == left(399, minutes=1)


def test_a_group_has_no_free_replies_and_what_was_never_told_is_not_known(database: Database) -> None:
    with database.begin() as work:
        allowances.note(work, "reply", None, left(7))
    with database.read() as work:
        assert allowances.replies(work, [1]) == {}
        assert allowances.package(work) is None
