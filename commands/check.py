"""The command that tells in words what is wrong with an installation, before anybody meets it."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from settings import Settings

SUMMARY = "Tell in words what is wrong with the settings, the data and the database."


class Weight(StrEnum):
    """How much a finding matters."""

    FINE = "ok"
    WARNING = "warning"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    weight: Weight
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; answers 1 when something keeps the service from working."""
    from settings import load_settings

    findings = list(look(load_settings()))
    for finding in findings:
        print(f"{finding.weight:<8} {finding.words}")
    return int(any(finding.weight is Weight.PROBLEM for finding in findings))


def look(settings: "Settings") -> Iterator[Finding]:
    """Look at everything there is to look at; each look says one or more things."""
    for one in (_zalo, _address, _secrets, _ward, _texts, _database, _media):
        yield from _safely(one, settings)


def _safely(one: Callable[["Settings"], Iterator[Finding]], settings: "Settings") -> Iterator[Finding]:
    from domain.errors import HoaXuanError

    try:
        yield from one(settings)
    except (HoaXuanError, OSError) as error:
        yield Finding(weight=Weight.PROBLEM, words=str(error))


def _needed(name: str, value: object, why: str) -> Finding:
    if value:
        return Finding(weight=Weight.FINE, words=f"{name} is set")
    return Finding(weight=Weight.PROBLEM, words=f"{name} is empty: {why}")


def _zalo(settings: "Settings") -> Iterator[Finding]:
    yield _needed("ZALO_APP_ID", settings.zalo_app_id, "no event can be verified; copy it from the app's page")
    yield _needed("ZALO_APP_SECRET", settings.zalo_app_secret, "tokens cannot be refreshed; see the app page")
    yield _needed("ZALO_OA_ID", settings.zalo_oa_id, "our own account cannot be told from people; copy the OA's id")
    yield _needed(
        "ZALO_WEBHOOK_SECRETS",
        settings.zalo_webhook_secrets,
        "every event would go to the quarantine; copy the OA Secret Key from the app's Webhook page",
    )
    yield from _tokens(settings)


def _tokens(settings: "Settings") -> Iterator[Finding]:
    from commands.assembly import open_database
    from storage.migrate import current_revision
    from storage.tokens import StoredTokens

    database = open_database(settings)
    kept = StoredTokens(database).row() if current_revision(database) is not None else None
    database.close()
    pair = settings.zalo_refresh_token and settings.zalo_access_token
    yield _needed(
        "The pair of Zalo tokens",
        kept or pair,
        "nothing can be sent; set ZALO_ACCESS_TOKEN and ZALO_REFRESH_TOKEN once, from the API Explorer",
    )


def _address(settings: "Settings") -> Iterator[Finding]:
    from settings import LOOPBACK

    parts = urlsplit(settings.public_url)
    if parts.hostname in LOOPBACK:
        yield Finding(
            weight=Weight.WARNING, words=f"PUBLIC_URL is {settings.public_url}: Zalo cannot reach this machine there"
        )
    elif parts.scheme != "https":
        yield Finding(weight=Weight.PROBLEM, words="PUBLIC_URL is not https: Zalo posts to https addresses only")
    else:
        yield Finding(weight=Weight.FINE, words=f"webhook address: {settings.public_url}/webhook/zalo")


def _secrets(settings: "Settings") -> Iterator[Finding]:
    if not settings.secret_key:
        yield Finding(weight=Weight.WARNING, words="SECRET_KEY is empty: one is made and kept in var/secret_key")
    if not settings.api_token:
        yield Finding(weight=Weight.WARNING, words="API_TOKEN is empty: the read API refuses everybody")


def _ward(settings: "Settings") -> Iterator[Finding]:
    from commands.assembly import load_office

    ward = load_office(settings).ward
    yield Finding(weight=Weight.FINE, words=f"ward data of {settings.ward_dir} can be used")
    if ward.phone is None:
        yield Finding(weight=Weight.WARNING, words="ward.toml has no phone: residents are told the address only")
    doubtful = [hotline.number for hotline in ward.hotlines if not hotline.confirmed]
    if doubtful:
        yield Finding(weight=Weight.WARNING, words=f"hotlines.toml: not yet confirmed: {', '.join(doubtful)}")


def _texts(settings: "Settings") -> Iterator[Finding]:
    from commands.assembly import load_office

    texts = load_office(settings).texts
    yield Finding(weight=Weight.FINE, words=f"{len(texts.chat_templates)} chat texts can be used")


def _database(settings: "Settings") -> Iterator[Finding]:
    from commands.assembly import open_database
    from storage.migrate import current_revision, newest_revision

    database = open_database(settings)
    revision = current_revision(database)
    database.close()
    if revision == newest_revision():
        yield Finding(weight=Weight.FINE, words=f"the database is at the newest schema ({revision})")
    else:
        words = (
            f"the database is at schema {revision or 'none'}; `python app.py migrate` brings it to {newest_revision()}"
        )
        yield Finding(weight=Weight.WARNING, words=words + " (`serve` does so by itself)")


def _media(settings: "Settings") -> Iterator[Finding]:
    from commands.assembly import rooted

    folder = rooted(settings.media_dir)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".writable"
    probe.write_bytes(b"")
    probe.unlink()
    yield Finding(weight=Weight.FINE, words="MEDIA_DIR can be written")
