"""The servers our intake is measured beside: a bare Flask route, and line-bot-sdk's echo; neither stores anything."""

import argparse
import json
from http import HTTPStatus

from flask import Flask, Response, request
from waitress import serve

from benchmarks.events import APP_ID, SECRET
from bot.signature import SIGNATURE_HEADER, matching_secret

THREADS = 24


def bare() -> Flask:
    """Verifies the signature of one route and answers."""
    app = Flask("bare")

    @app.post("/webhook/zalo")
    def receive() -> Response:
        body = request.get_data(cache=False)
        payload = json.loads(body)
        genuine = matching_secret(
            request.headers.get(SIGNATURE_HEADER),
            app_id=APP_ID,
            body=body,
            timestamp=str(payload["timestamp"]),
            secrets=(SECRET,),
        )
        return Response(status=HTTPStatus.OK if genuine is not None else HTTPStatus.FORBIDDEN)

    return app


def line_echo() -> Flask:
    """The echo of line-bot-sdk's own example, up to the reply, which is built and not sent."""
    from linebot.v3 import WebhookHandler
    from linebot.v3.messaging import ReplyMessageRequest, TextMessage
    from linebot.v3.webhooks import MessageEvent, TextMessageContent

    app = Flask("line")
    handler = WebhookHandler(SECRET)

    @handler.add(MessageEvent, message=TextMessageContent)  # type: ignore[untyped-decorator] # the SDK has no types here
    def echo(event: MessageEvent) -> None:
        ReplyMessageRequest(reply_token=event.reply_token, messages=[TextMessage(text=event.message.text)])

    @app.post("/webhook/zalo")
    def receive() -> Response:
        handler.handle(request.get_data(as_text=True), request.headers["X-Line-Signature"])
        return Response(status=HTTPStatus.OK)

    return app


RIVALS = {"bare": bare, "line": line_echo}


def main() -> None:
    """Serve one rival until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rival", choices=RIVALS)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    serve(RIVALS[arguments.rival](), host="127.0.0.1", port=arguments.port, threads=THREADS, ident=None, _quiet=True)


if __name__ == "__main__":
    main()
