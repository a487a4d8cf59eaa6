"""Groups over the wire: what they cost, who may come in, what may be said in them and what Zalo refuses (§5)."""

from datetime import timedelta

import pytest

from bot.simulator.chats import LineKind, SimulatedPerson
from bot.simulator.groups import AssetSource, AssetType, GroupAsset, SimulatedGroup
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import Caller

ASSETS = {"quota_owner": "OA", "product_type": "gmf100", "quota_type": "sub_quota"}


@pytest.fixture
def leader(simulator: Simulator) -> SimulatedPerson:
    """Somebody who manages the account and follows it."""
    return simulator.add_person("Trần Thị Lãnh", follows=True, manages=True)


@pytest.fixture
def group(simulator: Simulator, leader: SimulatedPerson, resident: SimulatedPerson) -> SimulatedGroup:
    """A group of two people and the account."""
    return simulator.add_group("Tổ 12", [leader, resident])


def free_assets(caller: Caller) -> list[str]:
    answer = caller.post("/v3.0/oa/quota/group", ASSETS)
    return [asset["asset_id"] for asset in answer["data"] if asset["status"] == "available"]


def test_a_group_takes_the_free_asset_and_gives_it_back_when_it_is_dissolved(
    caller: Caller, leader: SimulatedPerson, resident: SimulatedPerson
) -> None:
    (asset_id,) = free_assets(caller)
    body = {"group_name": "Tổ 7", "asset_id": asset_id, "member_user_ids": [leader.id, resident.id]}
    made = caller.group("creategroupwithoa", **body)["data"]
    assert (made["name"], made["status"], made["total_member"]) == ("Tổ 7", "enabled", 3)
    (asset,) = caller.post("/v3.0/oa/quota/group", ASSETS)["data"]
    assert (asset["status"], asset["used_id"]) == ("used", made["group_id"])
    assert caller.group("creategroupwithoa", **body)["error"] == -238
    assert caller.group("delete", group_id=made["group_id"])["error"] == 0
    assert free_assets(caller) == [asset_id]
    assert caller.say_in_group(made["group_id"])["error"] == -403


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"asset_id": "no-such-asset"}, -241),
        ({"group_name": " "}, -201),
        ({"member_user_ids": []}, -201),
        ({"member_user_ids": "all"}, -201),
        ({"member_user_ids": [str(number) for number in range(100)]}, -210),
        ({"member_user_ids": ["1"]}, -213),
    ],
)
def test_a_group_that_is_asked_for_wrongly_is_refused(
    caller: Caller, leader: SimulatedPerson, changed: dict[str, object], code: int
) -> None:
    (asset_id,) = free_assets(caller)
    body: dict[str, object] = {"group_name": "Tổ 7", "asset_id": asset_id, "member_user_ids": [leader.id]}
    assert caller.group("creategroupwithoa", **(body | changed))["error"] == code


def test_a_group_needs_somebody_who_manages_the_account(caller: Caller, resident: SimulatedPerson) -> None:
    (asset_id,) = free_assets(caller)
    answer = caller.group("creategroupwithoa", group_name="Tổ 7", asset_id=asset_id, member_user_ids=[resident.id])
    assert answer["error"] == -201


def test_an_asset_that_has_run_out_can_no_longer_be_taken(
    simulator: Simulator, caller: Caller, leader: SimulatedPerson
) -> None:
    (asset_id,) = free_assets(caller)
    simulator.clock.advance(timedelta(days=364, hours=23))
    body = {"group_name": "Tổ 7", "asset_id": asset_id, "member_user_ids": [leader.id]}
    simulator.clock.advance(timedelta(hours=1))
    simulator.issue_tokens()
    assert caller.group("creategroupwithoa", **body)["error"] == -241
    assert free_assets(caller) == []


def test_the_account_lists_its_groups_and_their_members_page_by_page(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, resident: SimulatedPerson, leader: SimulatedPerson
) -> None:
    other = simulator.add_group("Tổ 13", [leader])
    listed = caller.ask("/v3.0/oa/group/getgroupsofoa", offset=1, count=5)["data"]
    assert (listed["total"], listed["group_count"]) == (2, 1)
    assert [each["group_id"] for each in listed["groups"]] == [other.id]
    members = caller.ask("/v3.0/oa/group/listmember", group_id=group.id)["data"]
    assert [each.get("user_id", each.get("oa_id")) for each in members["members"]] == [
        simulator.options.oa_id,
        leader.id,
        resident.id,
    ]
    page = caller.ask("/v3.0/oa/group/listmember", group_id=group.id, offset=2, count=2)["data"]
    assert (page["total"], page["member_count"], page["members"][0]["name"]) == (3, 1, "Nguyễn Văn An")
    assert caller.ask("/v3.0/oa/group/listmember", group_id=group.id, count=11)["error"] == -210
    assert caller.ask("/v3.0/oa/group/listmember", group_id="ffff")["error"] == -403
    assert caller.ask("/v3.0/oa/group/listmember")["error"] == -201
    assert caller.ask("/v3.0/oa/group/listgroup")["error"] == 404


def test_the_detail_of_a_group_tells_its_asset_and_settings(caller: Caller, group: SimulatedGroup) -> None:
    told = caller.ask("/v3.0/oa/group/getgroup", group_id=group.id)["data"]
    assert told["group_info"]["max_member"] == "100"
    assert told["asset_info"]["asset_id"] == group.asset_id
    assert told["group_setting"]["join_appr"] is False
    changed = caller.group("updateinfo", group_id=group.id, group_name="Tổ 12 mới", join_appr=True)["data"]
    assert (changed["group_info"]["name"], changed["group_setting"]["join_appr"]) == ("Tổ 12 mới", True)
    assert caller.group("updateinfo", group_id=group.id, join_appr="yes")["error"] == -201


def test_only_followers_and_those_active_within_a_week_can_be_invited(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, silent: SimulatedPerson
) -> None:
    def invite(person: SimulatedPerson) -> object:
        return caller.group("invite", group_id=group.id, member_user_ids=[person.id])["error"]

    assert invite(silent) == -232
    simulator.say(silent, "chào phường")
    simulator.clock.advance(timedelta(days=7, seconds=1))
    simulator.issue_tokens()
    assert invite(silent) == -230
    follower = simulator.add_person("Phạm Văn Theo", follows=True)
    assert invite(follower) == 0
    simulator.say(silent, "tôi lại nhắn")
    assert invite(silent) == 0
    assert caller.ask("/v3.0/oa/group/listmember", group_id=group.id)["data"]["total"] == 5


def test_who_asks_to_join_waits_until_the_account_says_yes_or_no(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, silent: SimulatedPerson
) -> None:
    caller.group("updateinfo", group_id=group.id, join_appr=True)
    other = simulator.add_person("Đỗ Văn Khác")
    assert [simulator.join(silent, group), simulator.join(other, group), simulator.join(silent, group)] == [False] * 3
    waiting = caller.ask("/v3.0/oa/group/listpendinginvite", group_id=group.id)["data"]
    assert [each["user_id"] for each in waiting["members"]] == [silent.id, other.id]
    assert caller.group("acceptpendinginvite", group_id=group.id, member_user_ids=[silent.id])["error"] == 0
    assert caller.group("rejectpendinginvite", group_id=group.id, member_user_ids=[other.id])["error"] == 0
    assert caller.group("acceptpendinginvite", group_id=group.id, member_user_ids=[other.id])["error"] == -201
    assert caller.ask("/v3.0/oa/group/listpendinginvite", group_id=group.id)["data"]["total"] == 0
    assert simulator.world.groups.group(group.id).member_ids[2:] == (silent.id,)


def test_members_become_admins_and_are_taken_out_again(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, resident: SimulatedPerson, leader: SimulatedPerson
) -> None:
    people = {"group_id": group.id, "member_user_ids": [resident.id]}
    assert caller.group("addadmins", **people)["error"] == 0
    assert simulator.world.groups.group(group.id).admin_ids == (leader.id, resident.id)
    assert caller.group("removeadmins", **people)["error"] == 0
    assert caller.group("removeadmins", **people)["error"] == -201
    assert caller.group("removemembers", **people)["error"] == 0
    assert simulator.world.groups.group(group.id).member_ids == (leader.id,)
    with pytest.raises(LookupError):
        simulator.say_in_group(resident, group, "tôi còn đây không?")
    with pytest.raises(LookupError):
        simulator.leave(resident, group)


def test_a_group_never_grows_beyond_its_asset(simulator: Simulator) -> None:
    people = [simulator.add_person(f"Người {number}", follows=True) for number in range(10)]
    group = simulator.add_group("Nhóm nhỏ", people[:9], AssetType.GMF10)
    with pytest.raises(Exception, match="-210"):
        simulator.join(people[9], group)


def test_the_account_speaks_in_a_group_at_any_hour_without_window_or_charge(
    simulator: Simulator, caller: Caller, group: SimulatedGroup
) -> None:
    simulator.clock.advance(timedelta(days=30))
    simulator.issue_tokens()
    sent = caller.say_in_group(group.id, "Tổ mình họp lúc 19:30")
    assert sent["data"]["group_id"] == group.id
    (heard,) = simulator.heard_in_group(group)
    assert (heard.message_id, heard.text, heard.by_human) == (
        sent["data"]["message_id"],
        "Tổ mình họp lúc 19:30",
        False,
    )
    quoting = caller.say_in_group(group.id, "Xin nhắc lại", quote_message_id=heard.message_id)
    assert quoting["error"] == 0
    assert simulator.heard_in_group(group)[1].quoted_message_id == heard.message_id


def test_a_picture_and_a_file_are_sent_to_a_group(simulator: Simulator, caller: Caller, group: SimulatedGroup) -> None:
    token = caller.upload("file", "thong-bao.pdf", b"%PDF-1.7")["data"]["token"]
    element = {"media_type": "image", "url": "https://hoaxuan.example/a.jpg"}
    media = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    assert caller.say_in_group(group.id, "Bản đồ", attachment=media)["error"] == 0
    assert caller.say_in_group(group.id, "", attachment={"type": "file", "payload": {"token": token}})["error"] == 0
    assert [heard.kind for heard in simulator.heard_in_group(group)] == [LineKind.IMAGE, LineKind.FILE]


def test_groups_refuse_buttons_long_texts_and_quotes_from_elsewhere(
    caller: Caller, group: SimulatedGroup, resident: SimulatedPerson
) -> None:
    button = {"title": "Nhận việc", "type": "oa.query.hide", "payload": "nhận"}
    buttons = {"type": "template", "payload": {"buttons": [button]}}
    private = caller.say(resident, "riêng")["data"]["message_id"]
    assert caller.say_in_group(group.id, "Chọn", attachment=buttons)["error"] == -201
    assert caller.say_in_group(group.id, "x" * 2001)["error"] == -210
    assert caller.say_in_group(group.id, "x", quote_message_id=private)["error"] == -201
    assert caller.say_in_group("ffffffffffffffffffff")["error"] == -403


def test_a_group_whose_asset_lapsed_is_disabled_until_another_asset_is_given(
    simulator: Simulator, caller: Caller, group: SimulatedGroup
) -> None:
    simulator.clock.freeze()
    simulator.lapse_asset(group)
    assert caller.say_in_group(group.id)["error"] == -237
    assert caller.group("updateinfo", group_id=group.id, group_name="Mới")["error"] == -237
    info = caller.ask("/v3.0/oa/group/getgroup", group_id=group.id)["data"]["group_info"]
    assert info["status"] == "disabled"
    assert info["auto_delete_date"] == f"{simulator.clock() + timedelta(days=45):%d/%m/%Y}"
    (asset_id,) = free_assets(caller)
    assert (
        caller.group("updateasset", group_id=group.id, asset_id=asset_id)["data"]["group_info"]["status"] == "enabled"
    )
    assert caller.say_in_group(group.id)["error"] == 0


def test_a_disabled_group_is_gone_after_45_days(simulator: Simulator, caller: Caller, group: SimulatedGroup) -> None:
    simulator.lapse_asset(group)
    simulator.clock.advance(timedelta(days=45))
    simulator.issue_tokens()
    assert caller.say_in_group(group.id)["error"] == -403
    assert caller.ask("/v3.0/oa/group/getgroupsofoa")["data"]["groups"] == []


def test_the_conversation_of_a_group_is_read_newest_first(
    simulator: Simulator, caller: Caller, group: SimulatedGroup, resident: SimulatedPerson
) -> None:
    first = simulator.say_in_group(resident, group, "đã dọn xong")
    second = caller.say_in_group(group.id, "Cảm ơn tổ mình")["data"]["message_id"]
    rows = caller.ask("/v3.0/oa/group/conversation", group_id=group.id)["data"]
    assert [(row["message_id"], row["src"], row["from_id"]) for row in rows] == [
        (second, 0, simulator.options.oa_id),
        (first, 1, resident.id),
    ]
    assert rows[1]["from_display_name"] == "Nguyễn Văn An"
    recent = caller.ask("/v3.0/oa/group/listrecentchat", count=1)["data"]
    assert [row["group_id"] for row in recent] == [group.id]
    private = caller.get("/v2.0/oa/listrecentchat", '{"offset":0,"count":10}')["data"]
    assert {row["message_id"] for row in private}.isdisjoint({first, second})


def test_the_inventory_tells_types_and_sources_apart(simulator: Simulator, caller: Caller) -> None:
    with simulator.world.lock:
        bought: GroupAsset = simulator.world.groups.add_asset(AssetType.GMF50, AssetSource.PURCHASE_QUOTA)
    asked = {"quota_owner": "OA", "product_type": "gmf50", "quota_type": "purchase_quota"}
    (asset,) = caller.post("/v3.0/oa/quota/group", asked)["data"]
    assert asset["asset_id"] == bought.id
    assert asset["valid_through"] == f"{bought.valid_until_at:%d/%m/%Y}"
    assert caller.post("/v3.0/oa/quota/group", asked | {"product_type": "gmf7"})["error"] == -201
    assert caller.post("/v3.0/oa/quota/group", asked | {"quota_owner": "APP"})["error"] == -201
