"""The fake CDN: serves what people sent under `/media/`, rightly or with the fault it was given (§9, §14.11)."""

from collections.abc import Callable, Iterator

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as PlainResponse

from bot.simulator.media import HUGE_BYTES, Media, MediaFault, content_type_of, decompression_bomb
from bot.simulator.world import World

_CHUNK = b"\xff" * 65536
_PRIVATE_ADDRESS = "http://169.254.169.254/latest/meta-data/photo.jpg"


def media_blueprint(world: World) -> Blueprint:
    """The host under `/media`; no token is needed, as with Zalo."""
    blueprint = Blueprint("media", __name__, url_prefix="/media")

    @blueprint.get("/<media_id>/<name>")
    def fetch(media_id: str, name: str) -> PlainResponse:
        media = world.media.fetch(media_id)
        if media is None:
            return Response("not found", 404)
        return _served(media) if media.fault is None else _FAULTS[media.fault](world, media)

    return blueprint


def _served(media: Media) -> Response:
    return Response(media.content, content_type=content_type_of(media.content, media.name))


def _slow(world: World, media: Media) -> Response:
    world.faults.linger(media.seconds)
    return _served(media)


def _huge(_world: World, media: Media) -> Response:
    def stream() -> Iterator[bytes]:
        yield media.content
        for _ in range(HUGE_BYTES // len(_CHUNK)):
            yield _CHUNK

    return Response(stream(), content_type="image/jpeg")


def _elsewhere(world: World, media: Media) -> PlainResponse:
    other = world.media.put(media.content, media.name)
    return redirect(world.address_of(other).replace("127.0.0.1", "localhost"))


def _truncated(_world: World, media: Media) -> Response:
    return Response(media.content[: len(media.content) // 2], content_type="image/jpeg")


def _flaky(_world: World, media: Media) -> Response:
    return Response("try again", 503) if media.failures_left else _served(media)


_FAULTS: dict[MediaFault, Callable[[World, Media], PlainResponse]] = {
    MediaFault.NOT_FOUND: lambda _world, _media: Response("not found", 404),
    MediaFault.FORBIDDEN: lambda _world, _media: Response("forbidden", 403),
    MediaFault.SLOW: _slow,
    MediaFault.HUGE: _huge,
    MediaFault.WRONG_TYPE: lambda _world, _media: Response("<html><p>photo</p></html>", content_type="image/jpeg"),
    MediaFault.REDIRECT_ELSEWHERE: _elsewhere,
    MediaFault.REDIRECT_PRIVATE: lambda _world, _media: redirect(_PRIVATE_ADDRESS),
    MediaFault.BOMB: lambda _world, _media: Response(decompression_bomb(), content_type="image/png"),
    MediaFault.TRUNCATED: _truncated,
    MediaFault.FLAKY: _flaky,
}
