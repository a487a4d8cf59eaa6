"""One row a Zalo account, and the newest answer about each purpose counts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import select

from domain.consents import Purpose
from storage import people
from storage.database import Database
from storage.tables import Consent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ANN = "8800000000000000001"
BEN = "8800000000000000002"


def test_somebody_is_met_once(database: Database) -> None:
    with database.begin() as work:
        first = people.find_or_add(work, ANN, now=NOW)
    with database.begin() as work:
        assert people.find(work, BEN) is None
        assert people.find_or_add(work, ANN, now=NOW).id == first.id
        assert people.get(work, first.id).zalo_user_id == ANN
        with pytest.raises(NoResultFound):
            people.get(work, first.id + 1)


def test_several_are_found_or_added_in_one_step_and_not_looked_up_again(database: Database) -> None:
    with database.begin() as work:
        ann = people.find_or_add(work, ANN, now=NOW)
    with database.begin() as work:
        both = people.foresee(work, [ANN, BEN], now=NOW)
        assert {person.zalo_user_id for person in both} == {ANN, BEN}
        assert people.find(work, BEN) is work.foreseen.people[BEN]
        assert people.foresee(work, [], now=NOW) == []
    with database.read() as work:
        found = people.find(work, ANN)
        assert found is not None and found.id == ann.id
        added = people.find(work, BEN)
        assert added is not None and (added.first_seen_at, added.following) == (NOW, False)


def test_the_newest_answer_counts_and_the_older_stays(database: Database) -> None:
    with database.begin() as work:
        ann = people.find_or_add(work, ANN, now=NOW)
        assert people.consents(work, ann) == {}
        for given in (True, False):
            people.answer_consent(work, ann, Purpose.LOCATION, given=given, now=NOW)
            work.session.flush()
        people.answer_consent(work, ann, Purpose.NOTIFICATIONS, given=True, now=NOW)
    with database.read() as work:
        assert people.consents(work, ann) == {Purpose.LOCATION: False, Purpose.NOTIFICATIONS: True}
        assert len(work.session.exec(select(Consent)).all()) == 3
