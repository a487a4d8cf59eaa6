"""The response team's steps on PostgreSQL, where several processes may work at once."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from bot.simulator.sample_photos import Scene, sample_photo
from domain.case_endings import Closing
from domain.chat_commands import CaseReference, WorkCommand, WorkCommandName
from domain.incidents import IncidentStatus
from domain.teams import GroupPurpose
from handlers.membership import memberships
from handlers.reporting import Reporting
from handlers.work_commands import obey
from storage import people
from storage.tables import OutboxMessage
from tests.databases import postgresql_server, ready_database
from tests.journeys.digital_teams import member, team
from tests.journeys.group_life import TownGroup
from tests.journeys.town import Resident, Town

CODE = CaseReference(year=2026, number=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with postgresql_server(tmp_path_factory.mktemp("pg")) as address:
        yield address


@pytest.fixture
def town(server: str, tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path, DATABASE_URL=ready_database(server))
    yield town
    town.close()


def kinds(town: Town, *wanted: str) -> list[str]:
    with town.service.database.read() as work:
        return [row.kind for row in work.session.exec(select(OutboxMessage)).all() if row.kind in wanted]


def takes(town: Town, resident: Resident, start: Barrier) -> None:
    """One worker that lets a member take the case, having read it before the others commit."""
    command = WorkCommand(name=WorkCommandName.TAKE, code=CODE)
    with town.service.database.begin() as work:
        person = people.find_or_add(work, resident.person.id, now=town.clock())
        places = memberships(work, person, town.service.office.today(town.clock()))
        reporting = Reporting(
            work=work,
            office=town.service.office,
            person=person,
            place=places[0],
            now=town.clock(),
            cause=f"race:{person.id}",
        )
        start.wait()
        obey(reporting, places, command, CODE)


def test_of_two_workers_at_once_one_gives_the_case_and_the_other_refuses(town: Town) -> None:
    team_id = team(town, "Tổ CNSCĐ số 12", 12)
    members = [member(town, team_id, name) for name in ("Trần Văn Bình", "Lê Thị Lan")]
    town.resident("Hoa").says("rác đổ tràn ra đường Mẹ Thứ")
    start = Barrier(2)
    workers = [Thread(target=takes, args=(town, one, start)) for one in members]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert town.incident.status is IncidentStatus.IN_PROGRESS
    assert sorted(kinds(town, "case_taken", "work_refused")) == ["case_taken", "work_refused"]


def test_a_case_from_card_to_last_word(town: Town) -> None:
    hoa = town.resident("Hoa")
    binh = member(town, team(town, "Tổ CNSCĐ số 12", 12), "Trần Văn Bình")
    group = TownGroup(town, "Tổ phản ứng nhanh-Phường Hòa Xuân", [binh])
    group.is_for(GroupPurpose.RESPONSE_TEAM)
    hoa.says("rác đổ tràn ra đường Mẹ Thứ")
    town.moves_case(IncidentStatus.ACCEPTED, "Đã tiếp nhận.")
    group.says(binh, "nhận", quote=group.last_card)
    photo = sample_photo(Scene.POTHOLE, seed=1)
    town.simulator.group_phones.send_photos(binh.person, group.group, [photo], caption="xong PA-1")
    town.settle()
    town.pass_time(days=8)
    assert town.incident.closing is Closing.SILENT
    hoa.taps("Chưa xong")
    assert town.incident.status is IncidentStatus.REOPENED
    assert "mở lại" in group.last
