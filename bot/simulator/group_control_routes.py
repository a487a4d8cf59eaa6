"""The control API for groups under `/simulator/`: what members do in them, and what the tool of Zalo does to them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from bot.simulator import group_account, identifiers
from bot.simulator.calls import json_body
from bot.simulator.chats import SimulatedPerson
from bot.simulator.control_guard import guard, words_of
from bot.simulator.group_phones import GroupPhones
from bot.simulator.groups import AssetType, SimulatedGroup
from bot.simulator.media import MediaFault
from bot.simulator.options import AlbumMode
from bot.simulator.sample_photos import Scene, sample_photo
from bot.simulator.world import World


def group_control_blueprint(world: World, phones: GroupPhones) -> Blueprint:
    """All routes about groups; a request that cannot be read or done is HTTP 400, an unknown group or act 404."""
    blueprint = Blueprint("group_control", __name__, url_prefix="/simulator/groups")
    guard(blueprint)
    _add_groups(blueprint, world)
    _add_acts(blueprint, world, phones)
    _add_photos(blueprint, world, phones)
    return blueprint


def _add_groups(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("")
    def add_group() -> Response:
        asked = json_body()
        with world.lock:
            members = [world.chats.person(each).id for each in asked.get("members", [])]
            group = group_account.create_by_hand(world, words_of(asked, "name"), members, AssetType.GMF100)
            return jsonify({"id": group.id})


def _add_acts(blueprint: Blueprint, world: World, phones: GroupPhones) -> None:
    @blueprint.post("/<group_id>/<act>")
    def perform(group_id: str, act: str) -> Response:
        performer = _MEMBER_ACTS.get(act)
        change = _CHANGES.get(act)
        with world.lock:
            group = _group(world, group_id)
            asked = json_body()
            if performer is not None:
                return jsonify({"answer": performer(phones, _person(world, asked), group, asked)})
            if change is None:
                abort(404)
            return jsonify({"answer": change(world, group, asked)})


def _add_photos(blueprint: Blueprint, world: World, phones: GroupPhones) -> None:
    @blueprint.post("/<group_id>/photos")
    def send_photos(group_id: str) -> Response:
        form = request.form
        pictures = [each.read() for each in request.files.getlist("photos")]
        if not pictures:
            raise ValueError("there are no photos to send")
        with world.lock:
            group, person = _group(world, group_id), _person(world, form)
        sent = phones.send_photos(
            person,
            group,
            pictures,
            caption=form.get("caption", ""),
            album=AlbumMode(form.get("album", AlbumMode.SEPARATE_EVENTS)),
            fault=MediaFault(form["fault"]) if form.get("fault") else None,
        )
        return jsonify({"answer": sent})

    @blueprint.post("/<group_id>/sample-photo")
    def send_sample(group_id: str) -> Response:
        asked = json_body()
        with world.lock:
            group, person = _group(world, group_id), _person(world, asked)
            picture = sample_photo(Scene(asked["scene"]), seed=world.chats.revision, taken_at=world.now())
            sent = phones.send_photos(person, group, [picture], caption=str(asked.get("text", "")))
        return jsonify({"answer": sent})


def _group(world: World, group_id: str) -> SimulatedGroup:
    if group_id not in {group.id for group in world.groups.groups()}:
        abort(404)
    return world.groups.group(group_id)


def _person(world: World, asked: Any) -> SimulatedPerson:
    return world.chats.person(asked["person"])


def _rename(world: World, group: SimulatedGroup, asked: dict[str, Any]) -> None:
    group_account.update(world, replace(group, name=words_of(asked, "name")))


def _change_settings(world: World, group: SimulatedGroup, asked: dict[str, Any]) -> None:
    group_account.update(world, replace(group, settings=replace(group.settings, **asked)))


def _speak_as_human(world: World, group: SimulatedGroup, asked: dict[str, Any]) -> str:
    return group_account.say_as_human(world, group, words_of(asked), identifiers.decimal_id())


_MEMBER_ACTS: dict[str, Callable[[GroupPhones, SimulatedPerson, SimulatedGroup, dict[str, Any]], object]] = {
    "say": lambda phones, person, group, asked: phones.say(person, group, words_of(asked), quote=asked.get("quote")),
    "join": lambda phones, person, group, _asked: phones.join(person, group),
    "leave": lambda phones, person, group, _asked: phones.leave(person, group),
}
_CHANGES: dict[str, Callable[[World, SimulatedGroup, dict[str, Any]], object]] = {
    "rename": _rename,
    "settings": _change_settings,
    "accept": lambda world, group, asked: group_account.accept(world, group, [asked["person"]]),
    "reject": lambda world, group, asked: group_account.reject(world, group, [asked["person"]]),
    "add-admin": lambda world, group, asked: group_account.add_admins(world, group, [asked["person"]]),
    "remove-admin": lambda world, group, asked: group_account.remove_admins(world, group, [asked["person"]]),
    "dissolve": lambda world, group, _asked: group_account.dissolve(world, group),
    "lapse": lambda world, group, _asked: world.groups.lapse(group),
    "renew": lambda world, group, _asked: world.groups.renew(group),
    "human": _speak_as_human,
}
