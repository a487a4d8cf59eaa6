"""One living pair of tokens, and one refresh of it at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.tokens import StoredTokens

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)


def saved(database: Database) -> StoredTokens:
    tokens = StoredTokens(database)
    assert tokens.row() is None
    tokens.save("access", "refresh", expires_at=NOW, now=NOW)
    return tokens


def test_of_many_at_once_one_begins_the_refresh(database: Database) -> None:
    tokens = saved(database)
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: tokens.begin_refresh("access", now=NOW, lease=LEASE), range(8)))
    assert sum(begun) == 1
    assert not tokens.begin_refresh("access", now=NOW + LEASE / 2, lease=LEASE)
    assert tokens.begin_refresh("access", now=NOW + LEASE, lease=LEASE)


def test_nobody_refreshes_a_pair_that_is_no_longer_kept(database: Database) -> None:
    tokens = saved(database)
    tokens.save("newer", "refresh 2", expires_at=NOW, now=NOW)
    assert not tokens.begin_refresh("access", now=NOW, lease=LEASE)
    assert tokens.begin_refresh("newer", now=NOW, lease=LEASE)


def test_a_new_pair_ends_what_was_noted_of_the_old_one(database: Database) -> None:
    tokens = saved(database)
    tokens.begin_refresh("access", now=NOW, lease=LEASE)
    tokens.note_refresh_failed("p" * 300, outcome_known=False)
    row = tokens.row()
    assert row is not None and (row.refresh_began_at, row.problem) == (NOW, "p" * 200)
    tokens.note_refresh_failed("known", outcome_known=True)
    row = tokens.row()
    assert row is not None and (row.refresh_began_at, row.problem) == (None, "known")
    tokens.save("newer", "refresh 2", expires_at=NOW, now=NOW)
    row = tokens.row()
    assert row is not None and (row.access_token, row.problem) == ("newer", None)


def test_of_many_who_begin_at_once_nobody_is_without_the_first_pair(database: Database) -> None:
    tokens = StoredTokens(database)

    def begin(number: int) -> tuple[bool, bool]:
        now = NOW + timedelta(microseconds=number)
        taken = tokens.take_first("access", "refresh", expires_at=NOW + LEASE, now=now)
        return taken, tokens.row() is not None

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(begin, range(8)))
    assert (sum(taken for taken, _ in found), {there for _, there in found}) == (1, {True})


def test_a_pair_of_the_settings_is_taken_once_and_a_newer_one_after_it(database: Database) -> None:
    tokens = StoredTokens(database)
    assert tokens.take_first("access", "refresh", expires_at=NOW, now=NOW)
    tokens.save("newer", "refresh 2", expires_at=NOW, now=NOW)
    assert not tokens.take_first("access", "refresh", expires_at=NOW, now=NOW + LEASE)
    row = tokens.row()
    assert row is not None
    assert row.access_token == "newer"
    assert tokens.take_first("third", "refresh 3", expires_at=NOW, now=NOW + LEASE)


def test_a_crash_while_the_first_pair_is_taken_leaves_it_to_be_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = StoredTokens(database)

    def die(*_args: object, **_kept: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("storage.tokens._keep", die)
        tokens.take_first("access", "refresh", expires_at=NOW, now=NOW)
    assert tokens.row() is None
    assert tokens.take_first("access", "refresh", expires_at=NOW, now=NOW + LEASE)
    assert tokens.row() is not None
