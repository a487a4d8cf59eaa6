"""The control API under `/simulator/`: what the chat page and tests in other processes do to the simulated Zalo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from bot.simulator import account, identifiers, payloads
from bot.simulator.calls import json_body
from bot.simulator.chats import SimulatedPerson
from bot.simulator.control_views import delivery_view, state_view
from bot.simulator.deliveries import SignatureStyle
from bot.simulator.faults import Fault, FaultKind
from bot.simulator.media import MediaFault, content_type_of
from bot.simulator.options import AlbumMode, CaptionOn, TokenRefusal
from bot.simulator.phones import Phones
from bot.simulator.sample_photos import Scene, sample_photo
from bot.simulator.world import World
from domain.errors import HoaXuanError

_WORDS: dict[str, Callable[[Any], object]] = {
    "signature": SignatureStyle,
    "token_refusal": TokenRefusal,
    "delay": lambda seconds: timedelta(seconds=float(seconds)),
}


def control_blueprint(world: World, phones: Phones) -> Blueprint:
    """All routes of the control API; a request that cannot be read is HTTP 400, an unknown person 404."""
    blueprint = Blueprint("control", __name__, url_prefix="/simulator")
    blueprint.before_request(_refuse_other_sites)
    for kind in (ValueError, TypeError, KeyError, LookupError, HoaXuanError):
        blueprint.register_error_handler(kind, _unreadable)
    _add_state(blueprint, world)
    _add_people(blueprint, world)
    _add_acts(blueprint, world, phones)
    _add_photos(blueprint, world, phones)
    _add_clock(blueprint, world)
    _add_webhook(blueprint, world)
    _add_faults(blueprint, world)
    return blueprint


def _refuse_other_sites() -> None:
    origin = request.headers.get("Origin")
    if request.method == "POST" and origin is not None and origin != request.host_url.rstrip("/"):
        abort(403)


def _unreadable(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": type(error).__name__}), 400


def _add_state(blueprint: Blueprint, world: World) -> None:
    @blueprint.get("/state")
    def state() -> Response:
        with world.lock:
            return jsonify(state_view(world, request.args.get("person"), request.args.get("since", 0, int)))

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
        name = str(json_body()["name"]).strip()
        if not name:
            raise ValueError("a person needs a name")
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
    if line is None or line.person_id != person.id:
        raise LookupError("no such message in this chat")
    return phones.press(person, line.buttons[asked["position"]])


def _answer_as_human(world: World, _phones: Phones, person: SimulatedPerson, asked: dict[str, Any]) -> object:
    return account.say_as_human(world, person, _words(asked), identifiers.decimal_id()).message_id


def _emit(world: World, _phones: Phones, person: SimulatedPerson, asked: dict[str, Any]) -> None:
    event = payloads.flat(world.account, asked["event_name"], asked.get("fields", {}), world.now())
    world.post(person.id, event)


def _words(asked: dict[str, Any]) -> str:
    words = str(asked["text"])
    if not words.strip():
        raise ValueError("there are no words to send")
    return words


_ACTS: dict[str, Callable[[World, Phones, SimulatedPerson, dict[str, Any]], object]] = {
    "say": lambda _world, phones, person, asked: phones.say(person, _words(asked), quote=asked.get("quote")),
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


def _add_clock(blueprint: Blueprint, world: World) -> None:
    clock = world.options.clock

    @blueprint.post("/clock")
    def move_clock() -> Response:
        asked = json_body()
        if "advance_seconds" in asked:
            clock.advance(timedelta(seconds=float(asked["advance_seconds"])))
        if "at" in asked:
            clock.set(datetime.fromisoformat(asked["at"]))
        if "frozen" in asked:
            (clock.freeze if asked["frozen"] else clock.run)()
        return jsonify({"now": world.now().isoformat(), "frozen": clock.is_frozen})


def _add_webhook(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/webhook")
    def change_webhook() -> Response:
        asked = json_body()
        with world.lock:
            if "url" in asked:
                world.webhook.url = asked.pop("url")
            if asked.pop("enable", False):
                world.webhook.enable()
            world.webhook.modes = replace(world.webhook.modes, **_read(asked))
            if not world.webhook.modes.swapped:
                world.webhook.release()
            return jsonify(state_view(world, None, 0)["webhook"])

    @blueprint.post("/switches")
    def change_switches() -> Response:
        with world.lock:
            world.switches = replace(world.switches, **_read(json_body()))
        return jsonify({"error": None})


def _add_faults(blueprint: Blueprint, world: World) -> None:
    @blueprint.post("/faults")
    def add_fault() -> Response:
        asked = json_body()
        world.faults.add(Fault(**(asked | {"kind": FaultKind(asked["kind"])})))
        return jsonify({"error": None})

    @blueprint.delete("/faults")
    def clear_faults() -> Response:
        world.faults.clear()
        return jsonify({"error": None})


def _read(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: _WORDS[name](value) if name in _WORDS else value for name, value in asked.items()}
