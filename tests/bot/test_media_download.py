"""Only bytes from allowed hosts, of a bearable size and pace, come in."""

import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MediaRefused, MediaUnavailable
from bot.media_download import MediaDownloader
from bot.media_hosts import MediaHosts
from tests.bot.wire_server import Reply, WireServer, free_port, running_server


@pytest.fixture
def other_server() -> Iterator[WireServer]:
    with running_server() as running:
        yield running


def downloader(server: WireServer, **options: float) -> MediaDownloader:
    limits = {"timeout": 5.0, "max_bytes": 1000, **options}
    return MediaDownloader(
        extra_hosts=(server.host,), max_bytes=int(limits["max_bytes"]), timeout=float(limits["timeout"])
    )


def refusal(server: WireServer, reply: Reply) -> str:
    server.will_answer(reply)
    with pytest.raises(MediaRefused) as told:
        downloader(server).download(f"{server.url}/photo.jpg")
    return str(told.value)


def test_the_bytes_come_with_the_type_that_the_server_claims(server: WireServer) -> None:
    server.will_answer(Reply(body=b"\xff\xd8photo", headers={"Content-Type": "image/jpeg"}))
    media = downloader(server).download(f"{server.url}/photo.jpg?size=1")
    assert (media.content, media.content_type) == (b"\xff\xd8photo", "image/jpeg")
    assert server.asked[0].query == {"size": ["1"]}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/a.jpg",
        "https://evilzdn.vn/a.jpg",
        "https://zdn.vn/a.jpg",
        "https://f6.photo.talk.zdn.vn.evil.example/a.jpg",
        "https://f6.photo.talk.zdn.vn:8443/a.jpg",
        "http://f6.photo.talk.zdn.vn:80/a.jpg",
        "https://user@f6.photo.talk.zdn.vn/a.jpg",
        "https://f6.photo.talk.zdn.vn@evil.example/a.jpg",
        "https://evil.example\\.zdn.vn/a.jpg",
        "https://evil.example#.zdn.vn/a.jpg",
        "https://evil.example?.zdn.vn/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/a.jpg",
        "http://localhost/a.jpg",
        "ftp://f6.photo.talk.zdn.vn/a.jpg",
        "file:///etc/passwd",
        "//f6.photo.talk.zdn.vn/a.jpg",
        "https://f6.photo.talk.zdn.vn:99999/a.jpg",
        "https://[zdn.vn/a.jpg",
        "https://f6 .zdn.vn/a.jpg",
        "https://f6.zdn.vn/" + "a" * 3000,
        "https:///a.jpg",
        "",
    ],
)
def test_an_address_off_the_list_is_refused_unasked(url: str) -> None:
    with pytest.raises(MediaRefused):
        MediaDownloader().download(url)


@given(st.text(max_size=80))
def test_no_address_makes_the_check_fall(url: str) -> None:
    with pytest.raises((MediaRefused, MediaUnavailable)):
        MediaHosts(allowed_suffixes=()).checked(url)


@pytest.mark.parametrize("inner", ["10.0.0.8", "127.0.0.1", "169.254.169.254", "192.168.1.1", "::1", "fe80::1%eth0"])
def test_an_allowed_name_that_leads_into_the_inner_network_is_refused(
    monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("123.30.0.10", inner)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    with pytest.raises(MediaRefused, match="address_not_public"):
        MediaHosts().checked("https://f6.photo.talk.zdn.vn/a.jpg")


def test_a_plain_address_of_an_allowed_host_is_asked_over_https(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("123.30.0.10", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    checked = MediaHosts().checked("http://F6.photo.talk.zdn.vn/a.jpg?b=1#c")
    assert checked == "https://f6.photo.talk.zdn.vn/a.jpg?b=1"


def test_a_name_that_does_not_resolve_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(MediaUnavailable, match="name_unresolved"):
        MediaHosts().checked("https://f6.photo.talk.zdn.vn/a.jpg")


def test_plain_http_to_an_extra_host_is_for_loopback_only() -> None:
    hosts = MediaHosts(extra_hosts=("media.example:80", "127.0.0.1:9000"))
    with pytest.raises(MediaRefused):
        hosts.checked("http://media.example/a.jpg")
    assert hosts.checked("http://127.0.0.1:9000/a.jpg") == "http://127.0.0.1:9000/a.jpg"
    with pytest.raises(MediaRefused):
        hosts.checked("http://127.0.0.1:9001/a.jpg")


def test_a_redirect_within_the_allowed_hosts_is_followed(server: WireServer) -> None:
    server.will_answer(Reply(status=302, headers={"Location": "/b.jpg"}), Reply(body=b"photo"))
    assert downloader(server).download(f"{server.url}/a.jpg").content == b"photo"
    assert [asked.path for asked in server.asked] == ["/a.jpg", "/b.jpg"]


def test_a_redirect_elsewhere_is_refused_and_never_asked(server: WireServer, other_server: WireServer) -> None:
    other_server.will_answer(Reply(body=b"inner secret"))
    assert refusal(server, Reply(status=302, headers={"Location": f"{other_server.url}/x"})) == "host_not_allowed"
    assert other_server.asked == []


def test_redirects_without_end_are_refused(server: WireServer) -> None:
    assert refusal(server, Reply(status=307, headers={"Location": "/again"})) == "too_many_redirects"
    assert len(server.asked) == 4


def test_too_many_bytes_are_refused_whether_announced_or_not(server: WireServer) -> None:
    assert refusal(server, Reply(body=b"x" * 1001)) == "too_large"
    unannounced = {"Content-Length": "", "Connection": "close"}
    assert refusal(server, Reply(body=b"x" * 1001, headers=unannounced)) == "too_large"


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_not_asked_for_again(server: WireServer, status: int) -> None:
    assert refusal(server, Reply(status=status)) == f"http_{status}"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=403),
        Reply(drops=True),
        Reply(body=b"half", headers={"Content-Length": "900"}),
    ],
)
def test_what_broke_on_the_way_may_be_tried_again(server: WireServer, reply: Reply) -> None:
    server.will_answer(reply)
    with pytest.raises(MediaUnavailable):
        downloader(server).download(f"{server.url}/a.jpg")


def test_a_silent_server_does_not_hold_the_worker(server: WireServer) -> None:
    server.will_answer(Reply(holds=True))
    with pytest.raises(MediaUnavailable):
        downloader(server, timeout=0.2).download(f"{server.url}/a.jpg")


def test_a_trickle_does_not_outlast_the_deadline() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def trickle() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
                while not stop.wait(0.02):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            with pytest.raises(MediaUnavailable, match="too_slow"):
                MediaDownloader(extra_hosts=(f"127.0.0.1:{port}",), timeout=0.3).download(f"http://127.0.0.1:{port}/")
        finally:
            stop.set()
            thread.join()


def test_a_host_that_is_down_may_be_tried_again() -> None:
    host = f"127.0.0.1:{free_port()}"
    with pytest.raises(MediaUnavailable, match="line_broken"):
        MediaDownloader(extra_hosts=(host,)).download(f"http://{host}/a.jpg")
