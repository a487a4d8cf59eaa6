"""One quarter, one dataset: DOCX, XLSX, CSV and the read API say the same numbers, and those of the raw log."""

import csv
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlmodel import select

from domain.activities import ActivityStatus
from domain.duties import ObligationStatus
from domain.report_data import DocumentKind, WardReport
from domain.report_periods import Span
from domain.reports import RegisterKind, ReportStep
from domain.staff import Role
from domain.teams import TeamRole
from handlers.accounts import AddOfficer, add_officer
from handlers.current_reports import open_report
from handlers.documents import DocumentRequest, freeze_document, frozen_document
from handlers.office import Office
from handlers.report_edits import ByWhom, RaiseEntry, give_team_figure, give_ward_figure, raise_entry
from handlers.report_steps import MoveReport, ReportOfficer, move_report, picture_of, seen_state, send_as_member
from handlers.ward_documents import ward_picture
from reports.layout import load_layout
from reports.rendering import Form, render
from storage import teams
from storage.database import Database
from storage.tables import Activity, FrozenDataset
from tests.conftest import SettableClock
from tests.dashboard.conftest import API_TOKEN
from tests.handlers.ward_of_reports import CUT_OFF_EVENING, add_activity, add_random_log, add_teams

PERIOD = "2026-Q4"
LAYOUT = load_layout(Path(__file__).parents[2] / "templates" / "documents")


@pytest.fixture
def team_ids(database: Database, office: Office, clock: SettableClock) -> list[int]:
    """Four teams with a random log; the first three send their reports, the last does not."""
    clock.at = CUT_OFF_EVENING
    ids = add_teams(database, 4)
    add_random_log(database, ids, 500)
    for team_id in ids[:3]:
        send(database, office, team_id, wallets=60 if team_id != ids[2] else None)
    return ids


def send(database: Database, office: Office, team_id: int, *, wallets: int | None, period: str = PERIOD) -> None:
    now = CUT_OFF_EVENING
    with database.begin() as work:
        report = open_report(work, office, period, team_id, now=now)
        leader = next(one for one in teams.ever_members(work, team_id) if one.role is TeamRole.LEADER)
        by = ByWhom(member_id=leader.id)
        if wallets is not None:
            give_team_figure(work, office, report, "E02", wallets, by, now=now)
        text = f"=HYPERLINK thiếu máy {team_id}"
        raise_entry(
            work,
            office,
            RaiseEntry(kind=RegisterKind.OBSTACLE, period=period, team_id=team_id, text=text, by=by),
            now=now,
        )
        send_as_member(work, office, report, leader, None, now=now)


def frozen(database: Database, office: Office, request: DocumentRequest) -> FrozenDataset:
    with database.begin() as work:
        return freeze_document(work, office, request, officer_id=None, role=None, now=CUT_OFF_EVENING)


def ward_of(database: Database, office: Office) -> WardReport:
    found = frozen_document(frozen(database, office, DocumentRequest(kind=DocumentKind.WARD, period=PERIOD)))
    assert isinstance(found, WardReport)
    return found


def number(words: str) -> float | None:
    if words in ("—", ""):
        return None
    share = words.endswith("%")
    value = float(words.rstrip("%").replace(".", "").replace(",", "."))
    return round(value / 100, 3) if share else value


def same(value: float | None, *, is_share: bool) -> float | None:
    return None if value is None else round(value, 3) if is_share else round(value, 1)


@pytest.mark.usefixtures("team_ids")
def test_every_form_says_the_same_numbers(database: Database, office: Office, stranger: FlaskClient) -> None:
    document = ward_of(database, office)
    figures = [figure for section in document.sections for figure in section.figures]
    wanted = {figure.name: same(figure.value, is_share=figure.is_share) for figure in figures}
    tables = Document(BytesIO(render(document, LAYOUT, Form.DOCX))).tables
    head = ["STT", "Chỉ tiêu", "ĐVT", "Toàn phường"]
    (annex,) = [table for table in tables if [cell.text for cell in table.rows[0].cells][:4] == head]
    written = {row.cells[1].text: number(row.cells[3].text) for row in annex.rows[1:]}
    assert written == wanted
    book = openpyxl.load_workbook(BytesIO(render(document, LAYOUT, Form.XLSX)))
    rows = list(book.worksheets[0].iter_rows(values_only=True))[1 : len(figures) + 1]
    shares = {figure.name for figure in figures if figure.is_share}
    assert {row[1]: same(row[3], is_share=row[1] in shares) for row in rows} == wanted
    lines = list(csv.reader(StringIO(render(document, LAYOUT, Form.CSV).decode("utf-8-sig"))))[1:]
    plain = {line[1]: same(float(line[3]) if line[3] else None, is_share=line[1] in shares) for line in lines}
    assert plain == wanted
    answer = stranger.get(f"/api/v1/stats?period={PERIOD}", headers={"Authorization": f"Bearer {API_TOKEN}"})
    told = json.loads(answer.text)
    assert {one["name"]: same(one["value"], is_share=one["name"] in shares) for one in told["items"]} == wanted
    assert (told["reported"], told["expected"]) == (3, 4)
    columns = {column.team: column.values for column in document.teams}
    assert [one["values"] for one in told["teams"]] == [dict(values) for values in columns.values()]
    by_team = {row.cells[1].text: [cell.text for cell in row.cells[4:]] for row in annex.rows[1:]}
    for figure in figures:
        found = [same(column.values.get(figure.code), is_share=figure.is_share) for column in document.teams]
        assert [number(words) for words in by_team[figure.name]] == found
        assert ("—" in by_team[figure.name]) is figure.of_teams


def test_the_wards_sum_is_that_of_the_raw_log_of_the_teams_that_reported(
    database: Database, office: Office, team_ids: list[int]
) -> None:
    document = ward_of(database, office)
    values = {figure.code: figure for section in document.sections for figure in section.figures}
    with database.read() as work:
        log = [
            row
            for row in work.session.exec(select(Activity)).all()
            if row.status is ActivityStatus.RECORDED
            and date(2026, 9, 15) <= row.starts_on <= date(2026, 12, 14)
            and row.team_id in team_ids[:3]
        ]
    assert values["E04c"].value == sum(row.ewallet_accounts or 0 for row in log)
    assert (values["E04c"].reported, values["E04c"].expected) == (3, 4)
    about = [row for row in log if "an_toan_thong_tin" in row.topics and row.people_unit != "người"]
    assert values["G01"].value == sum(row.counts.get("an_toan_thong_tin", row.people) or 0 for row in about)


@pytest.mark.usefixtures("team_ids")
def test_missing_is_not_nought_and_a_share_is_recomputed_of_those_who_said_both(
    database: Database, office: Office
) -> None:
    document = ward_of(database, office)
    values = {figure.code: figure for section in document.sections for figure in section.figures}
    assert (values["E02"].value, values["E02"].reported) == (120, 2)
    assert values["E01"].value == 600
    assert (values["E03"].value, values["E03"].reported) == (0.3, 2)
    assert values["E03"].progress == pytest.approx(1.0)
    assert values["F09"].value is None
    assert document.teams[3].values == {}
    assert "E02" not in document.teams[2].values
    text = docx_text(render(document, LAYOUT, Form.DOCX))
    assert "3/4 tổ đã báo cáo" in text
    assert "Tổ chưa báo cáo: Tổ 4" in text
    assert "Số:      /BC-UBND" in text


def docx_text(body: bytes) -> str:
    with zipfile.ZipFile(BytesIO(body)) as archive:
        xml = archive.read("word/document.xml").decode()
    return "".join(part.partition("<")[0] for part in xml.split(">"))


def test_a_dataset_is_kept_once_and_reads_the_same_again(
    database: Database, office: Office, team_ids: list[int]
) -> None:
    for request in (
        DocumentRequest(kind=DocumentKind.WARD, period=PERIOD),
        DocumentRequest(kind=DocumentKind.WARD, period="2026-H2"),
        DocumentRequest(kind=DocumentKind.UNIT, period=PERIOD, unit="cong_an"),
        DocumentRequest(kind=DocumentKind.MEMBERS),
        DocumentRequest(kind=DocumentKind.TEAM, period=PERIOD, team_ids=(team_ids[0],)),
        DocumentRequest(kind=DocumentKind.PERSON_DAYS, period=PERIOD, team_ids=(team_ids[0],)),
    ):
        first, second = frozen(database, office, request), frozen(database, office, request)
        assert (first.id, first.sha256) == (second.id, second.sha256)
        document = frozen_document(second)
        for form in Form:
            assert render(document, LAYOUT, form) if form is Form.DOCX else len(render(document, LAYOUT, form)) > 10


def test_a_change_after_the_report_was_sent_does_not_rewrite_it_and_supplements_the_next(
    database: Database, office: Office, clock: SettableClock
) -> None:
    clock.at = CUT_OFF_EVENING
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        before = add_activity(work, team_id, date(2026, 8, 1), topics=["vneid"], people=10).id
    send(database, office, team_id, wallets=40, period="2026-Q3")
    with database.begin() as work:
        work.session.get_one(Activity, before).people = 15
        add_activity(work, team_id, date(2026, 8, 2), topics=["vneid"], people=7)
        add_activity(work, team_id, date(2026, 10, 2), topics=["vneid"], people=100)
    with database.read() as work:
        third = ward_picture(work, office, "2026-Q3", today=office.today(clock()))
    assert third.lines["D03"].value == 10
    with database.begin() as work:
        line = picture_of(work, office, open_report(work, office, PERIOD, team_id, now=clock()), clock()).lines["D03"]
    assert (line.value, line.supplement, line.cumulative) == (100, 12, 122)


def test_what_a_unit_supplied_stands_in_its_report_and_the_wards(
    database: Database, office: Office, team_ids: list[int], clock: SettableClock
) -> None:
    with database.begin() as work:
        command = AddOfficer(username="lan", full_name="Lan", role=Role.OFFICER, password="long enough for a test")
        by = ByWhom(officer_id=add_officer(work, command, now=clock()).id, role=Role.OFFICER)
        for code, value in (("E06a", 8), ("E06b", 6), ("B01", 2)):
            give_ward_figure(work, office, PERIOD, code, value, by, now=clock())
    values = {one.code: one.value for section in ward_of(database, office).sections for one in section.figures}
    assert (values["E06"], values["B01"]) == (0.75, 2)
    unit: Any = frozen_document(
        frozen(database, office, DocumentRequest(kind=DocumentKind.UNIT, period=PERIOD, unit="kinh_te_ha_tang_do_thi"))
    )
    assert {one.code: one.value for one in unit.figures if one.value is not None} == {"E06a": 8, "E06b": 6}
    later = DocumentRequest(kind=DocumentKind.UNIT, period="2026-11", unit="kinh_te_ha_tang_do_thi")
    monthly: Any = frozen_document(frozen(database, office, later))
    assert {one.code: one.value for one in monthly.figures if one.value is not None} == {"E06a": 8, "E06b": 6}
    assert len(team_ids) == 4


@pytest.mark.usefixtures("team_ids")
def test_a_report_of_other_days_tells_the_obstacles_of_its_quarters(database: Database, office: Office) -> None:
    days = Span(starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 20))
    for request in (
        DocumentRequest(kind=DocumentKind.AD_HOC, days=days),
        DocumentRequest(kind=DocumentKind.WARD, period="2026"),
    ):
        document = frozen_document(frozen(database, office, request))
        assert isinstance(document, WardReport)
        assert len(document.obstacles) == 3


def test_person_days_name_who_was_on_duty_and_sign_nothing(database: Database, office: Office) -> None:
    (team_id,) = add_teams(database, 1)
    with database.begin() as work:
        members = [one.id for one in teams.ever_members(work, team_id)]
        add_activity(work, team_id, date(2026, 10, 2), topics=["vneid"], on_duty={members[0]: 1.0, members[1]: 0.5})
    request = DocumentRequest(kind=DocumentKind.PERSON_DAYS, period=PERIOD, team_ids=(team_id,))
    sheet: Any = frozen_document(frozen(database, office, request))
    assert [(row.full_name, row.days, row.confirmed) for row in sheet.rows] == [
        ("Trần Thị Bình 1", 1.0, False),
        ("Trần Thị Chi 1", 0.5, False),
    ]
    assert sheet.total == 1.5
    send(database, office, team_id, wallets=40)
    sheet = frozen_document(frozen(database, office, request))
    assert {row.confirmed for row in sheet.rows} == {True}


def test_the_api_refuses_what_it_cannot_read(stranger: FlaskClient) -> None:
    for wrong in ("period=2026-Q7", "from=2026-11-01", "from=2026-11-02&to=2026-11-01", "colour=red", "period=%3Cb%3E"):
        answer = stranger.get(f"/api/v1/stats?{wrong}", headers={"Authorization": f"Bearer {API_TOKEN}"})
        assert answer.status_code == 400, wrong
    assert stranger.get("/api/v1/stats").status_code == 401


def test_an_empty_ward_answers_all_the_same(database: Database, office: Office, stranger: FlaskClient) -> None:
    answer = stranger.get("/api/v1/stats", headers={"Authorization": f"Bearer {API_TOKEN}"})
    told = json.loads(answer.text)
    assert (told["period"], told["reported"], told["expected"]) == (PERIOD, 0, 0)
    assert {one["value"] for one in told["items"]} == {None}
    document = ward_of(database, office)
    assert all(render(document, LAYOUT, form) for form in Form)


def test_a_locked_report_keeps_what_was_sent(database: Database, office: Office, team_ids: list[int]) -> None:
    now = CUT_OFF_EVENING
    with database.begin() as work:
        command = AddOfficer(username="minh", full_name="Minh", role=Role.HEAD, password="long enough for a test")
        by = ReportOfficer(officer_id=add_officer(work, command, now=now).id, role=Role.HEAD)
        for step in (ReportStep.ACCEPTED, ReportStep.LOCKED):
            report = open_report(work, office, PERIOD, team_ids[0], now=now)
            seen = seen_state(work, report, picture_of(work, office, report, now))
            move_report(work, office, MoveReport(report_id=report.draft.id, step=step, seen=seen, by=by), now=now)
    before = ward_of(database, office)
    with database.begin() as work:
        add_activity(work, team_ids[0], date(2026, 10, 2), topics=["vneid"], people=1000)
        status = open_report(work, office, PERIOD, team_ids[0], now=now).obligation.status
    assert status is ObligationStatus.LOCKED
    assert ward_of(database, office).teams[0] == before.teams[0]
