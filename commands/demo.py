"""The command that shows everything on one machine: a simulated Zalo with a chat page beside the officers' pages."""

import argparse
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.server import Simulator
    from commands.assembly import Service
    from settings import Settings

SUMMARY = "Show everything on this machine with a simulated Zalo; nothing leaves it."
USERNAME = "canbo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the officers' pages and the simulated Zalo listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port of the officers' pages (default: 8000)")
    parser.add_argument("--zalo-port", type=int, default=8001, help="port of the simulated Zalo (default: 8001)")
    parser.add_argument("--folder", type=Path, default=None, help="where the demo keeps its data (default: var/demo)")


def run(arguments: argparse.Namespace) -> int:
    """Start a fresh demo and run it until told to stop; answers 1 when a port is taken."""
    from bot.simulator.options import SimulatorOptions
    from bot.simulator.server import Simulator
    from commands.assembly import Service, load_office
    from commands.demo_reports import add_reports
    from commands.serve import serve_until_told_to_stop, set_up_logging, web_server
    from settings import ROOT, load_settings

    given = load_settings()
    set_up_logging(given.log_format)
    folder = (arguments.folder or ROOT / "var" / "demo").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    name = load_office(given).texts.label("demo", "account")
    simulator = Simulator(SimulatorOptions(host=arguments.host, port=arguments.zalo_port, oa_name=name))
    try:
        simulator.start()
        service = Service(demo_settings(simulator, folder, arguments), clock=simulator.clock)
        server = web_server(service, arguments.host, arguments.port)
    except OSError as error:
        print(f"A port is taken ({error}): name others with --port and --zalo-port.")
        return 1
    _fill(service, simulator)
    simulator.webhook_url = f"http://{arguments.host}:{server.effective_port}/webhook/zalo"
    password = _make_account(service)
    add_reports(service)
    _tell_where(simulator, password, f"http://{arguments.host}:{server.effective_port}")
    try:
        serve_until_told_to_stop(service, server)
    finally:
        simulator.stop()
    return 0


def _fill(service: "Service", simulator: "Simulator") -> None:
    """The ward with which the demo begins; the first resident of the chat page has reported nothing yet."""
    from commands.demo_cases import add_cases
    from commands.demo_duties import add_duties
    from commands.demo_groups import add_groups
    from commands.demo_people import add_people
    from commands.demo_ward import add_ward

    residents = simulator.add_sample_people()
    add_ward(service, residents)
    add_people(service, simulator)
    add_duties(service)
    add_groups(service, simulator, residents)
    add_cases(service, residents[1:])


def demo_settings(simulator: "Simulator", folder: Path, arguments: argparse.Namespace) -> "Settings":
    """Settings that point everything at the simulator and keep everything in one folder."""
    from settings import load_settings

    return load_settings(
        simulator.environment()
        | {
            "PUBLIC_URL": f"http://{arguments.host}:{arguments.port}",
            "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
            "MEDIA_DIR": str(folder / "media"),
            "SECRET_KEY": secrets.token_hex(32),
            "API_TOKEN": secrets.token_hex(16),
        },
        env_file=folder / "no-env-file",
    )


def _make_account(service: "Service") -> str:
    from domain.staff import Role
    from handlers.accounts import AddOfficer, add_officer

    password = secrets.token_urlsafe(9)
    full_name = service.office.texts.label("demo", "officer")
    command = AddOfficer(username=USERNAME, full_name=full_name, role=Role.HEAD, password=password)
    with service.database.begin() as work:
        add_officer(work, command, now=service.clock())
    return password


def _tell_where(simulator: "Simulator", password: str, address: str) -> None:
    print(
        f"""
  Chat as a resident : {simulator.base_url}/
  Officers' pages    : {address}/    (user {USERNAME}, password {password})
  Stop with Ctrl-C. Nothing here leaves this machine; the next demo starts afresh.
""",
        flush=True,
    )
