"""Bytes come from allowed hosts only, bounded, without being led elsewhere; a real local server plays the host."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.errors import MediaRefused, MediaUnavailable
from bot.media_download import MediaDownloader

Answer = Callable[[BaseHTTPRequestHandler], None]


def send(handler: BaseHTTPRequestHandler, status: int, content: bytes = b"", location: str | None = None) -> None:
    handler.send_response(status)
    handler.send_header("content-type", "image/jpeg")
    if location:
        handler.send_header("location", location)
    handler.send_header("content-length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b"x" * 10)
    handler.close_connection = True


ANSWERS: dict[str, Answer] = {
    "/photo": lambda handler: send(handler, 200, b"photo"),
    "/large": lambda handler: send(handler, 200, b"x" * 2000),
    "/empty": lambda handler: send(handler, 200),
    "/gone": lambda handler: send(handler, 404),
    "/broken": lambda handler: send(handler, 500),
    "/cut": cut_short,
    "/to-photo": lambda handler: send(handler, 302, location="/photo"),
    "/to-elsewhere": lambda handler: send(handler, 302, location="http://10.0.0.1/photo"),
    "/to-itself": lambda handler: send(handler, 302, location="/to-itself"),
    "/to-file": lambda handler: send(handler, 302, location="file:///etc/passwd"),
}


class Host(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ANSWERS[self.path](self)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def downloader(host: str) -> MediaDownloader:
    return MediaDownloader(extra_hosts=(host,), max_bytes=1000, timeout=(1, 1))


@pytest.mark.parametrize("path", ["/photo", "/to-photo"])
def test_an_allowed_address_gives_its_bytes(downloader: MediaDownloader, host: str, path: str) -> None:
    assert downloader.download(f"http://{host}{path}").content == b"photo"


@pytest.mark.parametrize("path", ["/large", "/to-elsewhere", "/to-itself", "/to-file"])
def test_what_leads_elsewhere_or_never_ends_is_refused_for_good(
    downloader: MediaDownloader, host: str, path: str
) -> None:
    with pytest.raises(MediaRefused):
        downloader.download(f"http://{host}{path}")


@pytest.mark.parametrize("path", ["/gone", "/broken", "/cut", "/empty"])
def test_what_may_work_later_is_worth_another_try(downloader: MediaDownloader, host: str, path: str) -> None:
    with pytest.raises(MediaUnavailable):
        downloader.download(f"http://{host}{path}")


def test_a_host_that_is_not_there_is_worth_another_try() -> None:
    downloader = MediaDownloader(extra_hosts=("127.0.0.1:9",), timeout=(1, 1))
    with pytest.raises(MediaUnavailable):
        downloader.download("http://127.0.0.1:9/photo")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/photo",
        "http://localhost/photo",
        "https://evil.example/photo",
        "https://zdn.vn.evil.example/photo",
        "https://evilzdn.vn/photo",
        "https://user:word@f6.photo.talk.zdn.vn/photo",
        "https://f6.photo.talk.zdn.vn:8443/photo",
        "https://f6.photo.talk.zdn.vn:99999/photo",
        "ftp://f6.photo.talk.zdn.vn/photo",
        "file:///etc/passwd",
        "https:///photo",
        "//f6.photo.talk.zdn.vn/photo",
        "gopher://127.0.0.1",
        "https://[::1",
        "",
    ],
)
def test_every_other_address_is_refused_without_a_request(downloader: MediaDownloader, url: str) -> None:
    with pytest.raises(MediaRefused):
        downloader.download(url)


def test_plain_http_is_for_loopback_alone() -> None:
    with pytest.raises(MediaRefused, match="plain http"):
        MediaDownloader(extra_hosts=("media.example:80",)).download("http://media.example:80/photo")
