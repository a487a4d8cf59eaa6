"""What a resident says stays where it belongs: not in logs, not with strangers, not in the read API."""

import io
import json
import logging

import pytest
from PIL import Image
from sqlmodel import select

from bot.signature import SIGNATURE_HEADER, sign
from storage.tables import InboxEvent, InboxStatus
from tests.journeys.town import API_TOKEN, Town

PHONE = "0905 123 456"
WORDS = f"rác đổ tràn ra đường Mẹ Thứ, gọi chị Nguyễn Thị Lan số {PHONE} giúp em"


def items(town: Town, path: str) -> list[dict[str, object]]:
    answer = town.service.app.test_client().get(path, headers={"Authorization": f"Bearer {API_TOKEN}"})
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["items"]
    return found


def test_logs_carry_ids_and_codes_never_words_or_numbers(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hoa = town.resident("Hoa")
    hoa.sends_photos(1, caption=WORDS)
    hoa.says("cán bộ")
    ours = [
        record.getMessage()
        for record in caplog.records
        if record.name.split(".")[0] in {"bot", "handlers", "scheduler", "storage", "commands", "dashboard", "language"}
        and not record.name.startswith("bot.simulator")
    ]
    assert ours
    for secret in ("rác", "Mẹ Thứ", "Lan", PHONE, PHONE.replace(" ", ""), hoa.person.id):
        assert not [line for line in ours if secret in line]


def test_the_read_api_masks_phones_and_names(town: Town) -> None:
    town.resident("Hoa").says(WORDS)
    (item,) = items(town, "/api/v1/incidents")
    description = str(item["description"])
    assert "Mẹ Thứ" in description
    assert PHONE not in description
    assert "Lan" not in description


def test_the_read_api_knows_recipients_by_our_own_id(town: Town) -> None:
    hoa = town.resident("Hoa")
    hoa.says(WORDS)
    assert items(town, "/api/v1/outbox")
    assert hoa.person.id not in json.dumps(items(town, "/api/v1/outbox"))


def test_a_kept_photo_tells_neither_place_nor_phone(town: Town) -> None:
    town.resident("Hoa").sends_photos(1, caption=WORDS)
    (kept,) = town.attachments
    content = town.service.media.read(kept.sha256 or "")
    assert not Image.open(io.BytesIO(content)).getexif()
    assert b"Exif" not in content


def test_a_group_message_keeps_only_id_time_and_hash(town: Town) -> None:
    options = town.simulator.options
    body = json.dumps(
        {
            "app_id": options.app_id,
            "oa_id": options.oa_id,
            "event_name": "user_send_group_text",
            "sender": {"id": "8800000000000000001"},
            "recipient": {"id": "f00dfeedf00dfeedf00d"},
            "message": {"text": WORDS, "msg_id": "0a1b2c3d4e5f60718293"},
            "timestamp": "1795399200000",
        }
    ).encode()
    mac = sign(app_id=options.app_id, body=body, timestamp="1795399200000", secret=options.webhook_secret)
    assert town.simulator.post_raw(body, {SIGNATURE_HEADER: f"mac={mac}"}) == 200
    town.settle()
    with town.service.database.read() as work:
        (row,) = work.session.exec(select(InboxEvent)).all()
    assert (row.status, row.body) == (InboxStatus.IGNORED, None)
    assert len(row.body_sha256) == 64


def test_nothing_is_shown_without_the_right_token(town: Town) -> None:
    client = town.service.app.test_client()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {API_TOKEN}"}):
        assert client.get("/api/v1/incidents", headers=headers).status_code == 401
