"""The control API for people under `/simulator/`: what the chat page and tests in other processes make them do."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from bot.simulator import account, identifiers, payloads
from bot.simulator.calls import json_body
from bot.simulator.chats import SimulatedPerson
from bot.simulator.control_guard import guard, words_of
from bot.simulator.control_views import delivery_view, state_view
from bot.simulator.media import MediaFault, content_type_of
from bot.simulator.options import AlbumMode, CaptionOn
from bot.simulator.phones import Phones
from bot.simulator.sample_photos import Scene, sample_photo
from bot.simulator.world import World


def control_blueprint(world: World, phones: Phones) -> Blueprint:
    """All routes of the control API; a request that cannot be read is HTTP 400, an unknown person 404."""
    blueprint = Blueprint("control", __name__, url_prefix="/simulator")
    guard(blueprint)
    _add_state(blueprint, world)
    _add_people(blueprint, world)
    _add_acts(blueprint, world, phones)
    _add_photos(blueprint, world, phones)
    return blueprint


def _add_state(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/state")
    def state() -> Response:
        with world.lock:
            return jsonify(state_view(world, request.args.get("chat", ""), request.args.get("since", 0, int)))

    @blueprint.get("/deliveries")
    def deliveries() -> Response:
        return jsonify([delivery_view(each) for each in world.webhook.deliveries()])

    @blueprint.get("/media/<media_id>")
    def preview(media_id: str) -> Response:
        media = world.media.find(media_id)
        if media is None:
            return Response(status=404)
        kind = content_type_of(media.content, media.name)
        return Response(media.content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})


def _add_people(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/people")
    def add_person() -> Response:
        name = words_of(json_body(), "name")
        with world.lock:
            return jsonify({"id": world.chats.add_person(name, follows=False).id})


def _add_acts(blueprint: Blueprint, world: World, phones: Phones) -> None:
    @blueprint.post("/people/<person_id>/<act>")
    def perform(person_id: str, act: str) -> Response:
        performer = _ACTS.get(act)
        if performer is None or person_id not in world.chats.people:
            abort(404)
        with world.lock:
            return jsonify({"answer": performer(world, phones, world.chats.person(person_id), json_body())})


def _press(world: World, phones: Phones, person: SimulatedPerson, asked: dict[str, Any]) -> object:
    line = world.chats.line(asked["message_id"])
    if line is None or line.chat_id != person.id:
        raise LookupError("no such message in this chat")
    return phones.press(person, line.buttons[asked["position"]])


def _answer_as_human(world: World, _phones: Phones, person: SimulatedPerson, asked: dict[str, Any]) -> object:
    return account.say_as_human(world, person, words_of(asked), identifiers.decimal_id()).message_id


def _emit(world: World, _phones: Phones, person: SimulatedPerson, asked: dict[str, Any]) -> None:
    event = payloads.flat(world.account, asked["event_name"], asked.get("fields", {}), world.now())
    world.post(person.id, event)


_ACTS: dict[str, Callable[[World, Phones, SimulatedPerson, dict[str, Any]], object]] = {
    "say": lambda _world, phones, person, asked: phones.say(person, words_of(asked), quote=asked.get("quote")),
    "pin": lambda _world, phones, person, asked: phones.send_pin(
        person, float(asked["latitude"]), float(asked["longitude"])
    ),
    "press": _press,
    "seen": lambda _world, phones, person, _asked: phones.see(person),
    "react": lambda _world, phones, person, asked: phones.react(person, asked["message_id"], asked["icon"]),
    "follow": lambda _world, phones, person, _asked: phones.follow(person),
    "unfollow": lambda _world, phones, person, _asked: phones.unfollow(person),
    "chat-now": lambda _world, phones, person, _asked: phones.click_chat_now(person),
    "block": lambda _world, phones, person, asked: phones.block(person, blocks=bool(asked.get("blocks", True))),
    "info": lambda _world, phones, person, asked: phones.submit_info(person, asked["info"]),
    "human": _answer_as_human,
    "event": _emit,
}


def _add_photos(blueprint: Blueprint, world: World, phones: Phones) -> None:
    @blueprint.post("/people/<person_id>/photos")
    def send_photos(person_id: str) -> Response:
        form = request.form
        pictures = [each.read() for each in request.files.getlist("photos")]
        if not pictures:
            raise ValueError("there are no photos to send")
        sent = phones.send_photos(
            world.chats.person(person_id),
            pictures,
            caption=form.get("caption", ""),
            album=AlbumMode(form.get("album", AlbumMode.SEPARATE_EVENTS)),
            caption_on=CaptionOn(form.get("caption_on", CaptionOn.FIRST)),
            fault=MediaFault(form["fault"]) if form.get("fault") else None,
        )
        return jsonify({"answer": sent})

    @blueprint.post("/people/<person_id>/sample-photo")
    def send_sample(person_id: str) -> Response:
        asked = json_body()
        seed = world.chats.revision
        picture = sample_photo(Scene(asked["scene"]), seed=seed, taken_at=world.now())
        sent = phones.send_photos(world.chats.person(person_id), [picture], caption=str(asked.get("text", "")))
        return jsonify({"answer": sent})
