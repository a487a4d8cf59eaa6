"""What intake is compared with: servers under waitress that check a signature and keep nothing, and one that does less.

python -m benchmarks.rivals bare|line|nothing PORT APP_ID SECRET
"""

import asyncio
import json
import sys
from collections.abc import Callable

from flask import Flask, Response, abort, request
from linebot.v3 import WebhookHandler
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import ReplyMessageRequest, TextMessage
from linebot.v3.webhooks import MessageEvent, TextMessageContent
from waitress import serve

from bot.signature import SIGNATURE_HEADER, matching_secret

THREADS = 24
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def bare(port: int, app_id: str, secret: str) -> None:
    """A Flask route that verifies Zalo's signature and stores nothing."""
    app = Flask("bare")

    @app.post("/webhook/zalo")
    def receive() -> Response:
        body = request.get_data(cache=False)
        timestamp = json.loads(body)["timestamp"]
        header = request.headers.get(SIGNATURE_HEADER)
        if matching_secret(header, app_id=app_id, body=body, timestamp=timestamp, secrets=[secret]) is None:
            abort(400)
        return Response(status=200)

    _serve(app, port)


def line(port: int, _app_id: str, secret: str) -> None:
    """The echo of line-bot-sdk's manual: it makes its reply and, unlike there, does not send it."""
    app = Flask("line")
    handler = WebhookHandler(secret)

    @handler.add(MessageEvent, message=TextMessageContent)  # type: ignore[untyped-decorator]  # the package has none
    def echo(event: MessageEvent) -> None:
        ReplyMessageRequest(reply_token=event.reply_token, messages=[TextMessage(text=event.message.text)])

    @app.post("/callback")
    def callback() -> str:
        signature = request.headers["X-Line-Signature"]
        try:
            handler.handle(request.get_data(as_text=True), signature)
        except InvalidSignatureError:
            abort(400)
        return "OK"

    _serve(app, port)


def nothing(port: int, _app_id: str, _secret: str) -> None:
    """Answer whatever comes without reading it: how fast the load itself can be."""

    class Silent(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport = transport

        def data_received(self, _data: bytes) -> None:
            self.transport.write(ANSWER)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Silent, "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(run())


def _serve(app: Flask, port: int) -> None:
    serve(app, host="127.0.0.1", port=port, threads=THREADS, ident=None)


RIVALS: dict[str, Callable[[int, str, str], None]] = {"bare": bare, "line": line, "nothing": nothing}


if __name__ == "__main__":
    RIVALS[sys.argv[1]](int(sys.argv[2]), sys.argv[3], sys.argv[4])
