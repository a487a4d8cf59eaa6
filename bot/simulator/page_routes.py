"""The chat page at `/`: a phone in the browser, with nothing from elsewhere and no script in the page."""

from flask import Blueprint, Response, make_response, render_template

from bot.simulator.deliveries import SignatureStyle
from bot.simulator.faults import FaultKind
from bot.simulator.media import MediaFault
from bot.simulator.options import AlbumMode, CaptionOn, GroupEventNames, TokenRefusal
from bot.simulator.samples import load_samples
from bot.simulator.world import World

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"
)


def page_blueprint(world: World) -> Blueprint:
    """The one page."""
    blueprint = Blueprint("page", __name__)

    @blueprint.get("/")
    def chat() -> Response:
        page = render_template(
            "chat.html",
            account_name=world.options.oa_name,
            samples=load_samples(),
            album_modes=list(AlbumMode),
            caption_places=list(CaptionOn),
            fault_kinds=list(FaultKind),
            media_faults=list(MediaFault),
            signatures=list(SignatureStyle),
            token_refusals=list(TokenRefusal),
            group_event_names=list(GroupEventNames),
        )
        answer = make_response(page)
        answer.headers["Content-Security-Policy"] = _POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return blueprint
