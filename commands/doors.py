"""Which application a request is for: the webhook's own small one, or the pages."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.webhook import WEBHOOK_PATH

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def webhook_first(door: "WSGIApplication", pages: "WSGIApplication") -> "WSGIApplication":
    """What is posted to the webhook goes to its own small application, everything else to the pages."""

    def choose(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return (door if environ.get("PATH_INFO") == WEBHOOK_PATH else pages)(environ, start_response)

    return choose
