"""The command that runs everything in one process behind a production WSGI server, or one role of it, and stops it."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commands.assembly import Service
    from settings import LogFormat

SUMMARY = "Run the web server, the workers and the timetable in one process, or one of them."
WEB_THREADS = 24
PROXY_HEADERS = frozenset({"x-forwarded-for", "x-forwarded-proto"})
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and which part of the work to do."""
    from commands.roles import ServiceRole

    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument(
        "--role",
        type=ServiceRole,
        choices=list(ServiceRole),
        default=ServiceRole.ALL,
        help="which part of the work this process does (default: all of it); worker and scheduler listen nowhere",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop; answers 0 after a clean stop, 1 when it cannot start.

    That is when the address is taken, data is wrong, or the database is away.
    """
    from sqlalchemy.exc import OperationalError

    from commands.assembly import Service
    from domain.errors import BadData
    from settings import load_settings

    settings = load_settings()
    set_up_logging(settings.log_format)
    try:
        service = Service(settings, role=arguments.role)
        server = web_server(service, arguments.host, arguments.port) if service.role.has_web else None
    except (BadData, OSError) as error:
        log.error("serve.cannot_start %s", error)
        return 1
    except OperationalError as error:
        log.error("serve.cannot_start the database does not answer: %s", type(error.orig).__name__)
        return 1
    serve_until_told_to_stop(service, server)
    return 0


def set_up_logging(log_format: "LogFormat") -> None:
    """Lines on standard error, for eyes or for programs (`LOG_FORMAT`)."""
    from commands.log_format import formatter_for

    handler = logging.StreamHandler()
    handler.setFormatter(formatter_for(log_format))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for chatty in ("apscheduler", "alembic", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def web_server(service: "Service", host: str, port: int) -> Any:
    """Waitress on one address: one process that dies whole. Raises OSError when the address is taken."""
    from waitress.server import create_server

    proxy = service.settings.trusted_proxy
    behind: dict[str, Any] = {"trusted_proxy": proxy, "trusted_proxy_headers": PROXY_HEADERS}
    return create_server(
        service.app,
        **(behind if proxy else {}),
        host=host,
        port=port,
        threads=WEB_THREADS,
        ident=None,
        max_request_body_size=max(2 * service.settings.webhook_max_bytes, 2_000_000),
        clear_untrusted_proxy_headers=True,
    )


def serve_until_told_to_stop(service: "Service", server: Any | None) -> None:
    """Run until SIGINT or SIGTERM, then let requests, events and messages in hand finish; told once is enough.

    Without a `server` there is nothing to listen to, and the process only waits to be told.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for told in _STOP_SIGNALS:
            signal.signal(told, signal.SIG_IGN)
        raise SystemExit

    run: Callable[[], object] = server.run if server else threading.Event().wait
    for told in _STOP_SIGNALS:
        signal.signal(told, stop)
    service.start()
    log.info("serve.started role=%s port=%s", service.role, server.effective_port if server else "none")
    try:
        run()
    finally:
        if server:
            server.close()
        service.stop()
        log.info("serve.stopped")
