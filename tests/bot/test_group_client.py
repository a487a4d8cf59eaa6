"""What we ask Zalo about groups: byte for byte on the wire, and for real of the simulated Zalo."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.client import ZaloClient
from bot.errors import FailureClass, ZaloFailure
from bot.group_answers import (
    GroupAsset,
    GroupAssetSource,
    GroupAssetType,
    GroupMember,
    GroupPage,
    ZaloGroup,
    read_groups,
    read_members,
)
from bot.simulator.chats import SimulatedPerson
from bot.simulator.options import SimulatorOptions
from bot.simulator.server import Simulator
from tests.bot.test_client import client_of
from tests.bot.wire_server import Reply, WireServer, json_reply

PLAN = (GroupAssetType.GMF100, GroupAssetSource.PACKAGE)
GROUP = ZaloGroup(
    group_id="f00d",
    name="Tổ 12",
    description="",
    link="https://zalo.me/g/abc",
    is_enabled=True,
    member_count=12,
)
GROUP_ON_THE_WIRE = {
    "group_id": "f00d",
    "group_link": "https://zalo.me/g/abc",
    "name": "Tổ 12",
    "status": "enabled",
    "total_member": "12",
}


class LivingTokens:
    """The token that is valid in a simulator now."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def access_token(self) -> str:
        return self._simulator.tokens()[0]

    def force_refresh(self, stale_token: str) -> str:
        assert stale_token
        return self._simulator.issue_tokens()[0]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A Zalo whose package pays for one group."""
    with Simulator(SimulatorOptions(requests_per_minute=None, threads=2)) as running:
        yield running


@pytest.fixture
def client(simulator: Simulator) -> ZaloClient:
    """Our client in front of it."""
    return ZaloClient(openapi_url=simulator.openapi_url, tokens=LivingTokens(simulator))


@pytest.fixture
def leader(simulator: Simulator) -> SimulatedPerson:
    """Somebody who manages the account and follows it."""
    return simulator.add_person("Trần Thị Lãnh", follows=True, manages=True)


@pytest.fixture
def group(client: ZaloClient, leader: SimulatedPerson) -> ZaloGroup:
    """A group made by us."""
    (asset,) = client.group_assets(*PLAN)
    return client.create_group("Tổ 12", asset.asset_id, [leader.id], description="Tổ công nghệ số")


def test_reads_about_groups_bear_ordinary_parameters(server: WireServer) -> None:
    server.will_answer(json_reply(error=0, data={"total": "31", "groups": [GROUP_ON_THE_WIRE, {"name": "no id"}]}))
    assert client_of(server.url).groups(offset=30) == GroupPage(total=31, groups=(GROUP,))
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("GET", "/v3.0/oa/group/getgroupsofoa")
    assert asked.query == {"offset": ["30"], "count": ["10"]}


def test_a_group_tells_its_capacity_and_when_it_will_be_deleted(server: WireServer) -> None:
    info = GROUP_ON_THE_WIRE | {"status": "disabled", "max_member": "100", "auto_delete_date": "15/12/2026"}
    server.will_answer(json_reply(error=0, data={"group_info": info, "asset_info": {}, "group_setting": {}}))
    lapsed = replace(GROUP, is_enabled=False, capacity=100, deleted_on=date(2026, 12, 15))
    assert client_of(server.url).group("f00d") == lapsed
    assert server.asked[0].query == {"group_id": ["f00d"]}


@pytest.mark.parametrize("junk", [None, [], "x", {"groups": "x", "members": 7}, {"total": "many"}])
def test_lists_that_cannot_be_read_are_empty(junk: object) -> None:
    assert (read_groups(junk).groups, read_members(junk).members) == ((), ())


@pytest.mark.parametrize("reply", [Reply(drops=True), Reply(status=502), json_reply(error=0, data={})])
def test_nobody_knows_whether_a_group_was_made_when_the_answer_is_lost(server: WireServer, reply: Reply) -> None:
    server.will_answer(reply)
    with pytest.raises(ZaloFailure) as told:
        client_of(server.url).create_group("Tổ 12", "asset", ["1"])
    assert (told.value.outcome_known, told.value.retryable) == (False, False)


def test_a_group_is_made_out_of_a_free_asset_and_found_again(
    simulator: Simulator, client: ZaloClient, group: ZaloGroup, leader: SimulatedPerson
) -> None:
    assert (group.name, group.description, group.member_count) == ("Tổ 12", "Tổ công nghệ số", 2)
    assert client.groups() == GroupPage(total=1, groups=(group,))
    assert client.group(group.group_id) == replace(group, capacity=100)
    assert client.group_members(group.group_id).members == (
        GroupMember(member_id=simulator.options.oa_id, name=simulator.options.oa_name, is_account=True),
        GroupMember(member_id=leader.id, name="Trần Thị Lãnh", is_account=False),
    )
    (asset,) = client.group_assets(*PLAN)
    assert asset == GroupAsset(
        asset_id=asset.asset_id,
        type="gmf100",
        is_free=False,
        valid_until_on=asset.valid_until_on,
        group_id=group.group_id,
    )
    assert asset.valid_until_on is not None


def test_an_asset_that_a_group_has_is_refused_as_a_matter_for_the_administrator(
    client: ZaloClient, group: ZaloGroup, leader: SimulatedPerson
) -> None:
    (asset,) = client.group_assets(*PLAN)
    with pytest.raises(ZaloFailure) as told:
        client.create_group("Tổ 13", asset.asset_id, [leader.id])
    assert (told.value.code, told.value.failure_class) == ("-238", FailureClass.ADMIN)
    assert client.groups().total == 1


def test_people_are_invited_accepted_rejected_and_removed(
    simulator: Simulator, client: ZaloClient, group: ZaloGroup
) -> None:
    followers = [simulator.add_person(name, follows=True) for name in ("Một", "Hai", "Ba")]
    one, two, three = (person.id for person in followers)
    client.invite_members(group.group_id, [one])
    made = simulator.world.groups.group(group.group_id)
    simulator.world.groups.keep(replace(made, settings=replace(made.settings, approves_joining=True)))
    for person in followers[1:]:
        assert simulator.join(person, made) is False
    assert [each.member_id for each in client.pending_members(group.group_id).members] == [two, three]
    client.accept_members(group.group_id, [two])
    client.reject_members(group.group_id, [three])
    client.remove_members(group.group_id, [one])
    assert client.pending_members(group.group_id).total == 0
    assert [each.name for each in client.group_members(group.group_id, offset=2).members] == ["Hai"]


def test_a_renamed_group_bears_its_new_name(client: ZaloClient, group: ZaloGroup) -> None:
    client.rename_group(group.group_id, "Tổ 12 mới")
    assert client.group(group.group_id).name == "Tổ 12 mới"


def test_what_was_said_in_a_group_is_read_back(
    simulator: Simulator, client: ZaloClient, group: ZaloGroup, leader: SimulatedPerson
) -> None:
    made = simulator.world.groups.group(group.group_id)
    sent = client.send_group_message(group.group_id, f"[@{leader.id}] nhận việc nhé")
    simulator.say_in_group(leader, made, "nhận", quote=sent.message_id)
    newest, oldest = client.group_conversation(group.group_id)
    assert (newest.from_account, newest.sender_id, newest.text) == (False, leader.id, "nhận")
    assert (oldest.from_account, oldest.message_id) == (True, sent.message_id)


def test_a_group_that_lapsed_or_is_not_ours_cannot_be_written_in(
    simulator: Simulator, client: ZaloClient, group: ZaloGroup
) -> None:
    simulator.clock.freeze()
    simulator.lapse_asset(simulator.world.groups.group(group.group_id))
    lapsed = client.group(group.group_id)
    expected = (simulator.clock() + timedelta(days=45)).date()
    assert (lapsed.is_enabled, lapsed.deleted_on) == (False, expected)
    for group_id, code, failure_class in (
        (group.group_id, "-237", FailureClass.ADMIN),
        ("ffff", "-403", FailureClass.PERMANENT),
    ):
        with pytest.raises(ZaloFailure) as told:
            client.send_group_message(group_id, "Xin chào")
        assert (told.value.code, told.value.failure_class) == (code, failure_class)
