"""What `check` says about the settings alone."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from commands.findings import Finding, fine, needed, problem, warning
from settings import LOOPBACK, Settings

SHORTEST_SECRET = 8
SHORTEST_TOKEN = 16
FROM_EXAMPLES = ("example", "changeme", "secret", "password", "xxx", "your")


def zalo(settings: Settings) -> Iterator[Finding]:
    """Ids and secrets of the app and the account."""
    yield needed("ZALO_APP_ID", settings.zalo_app_id, "no event can be verified; copy it from the app's page")
    yield needed("ZALO_APP_SECRET", settings.zalo_app_secret, "tokens cannot be refreshed; see the app's page")
    yield needed("ZALO_OA_ID", settings.zalo_oa_id, "our own account cannot be told from people; copy the OA's id")
    yield needed(
        "ZALO_WEBHOOK_SECRETS",
        settings.zalo_webhook_secrets,
        "every event would go to the quarantine; copy the OA Secret Key from the app's Webhook page",
    )
    yield from _shapes(settings)


def _shapes(settings: Settings) -> Iterator[Finding]:
    for name, value in (("ZALO_APP_ID", settings.zalo_app_id), ("ZALO_OA_ID", settings.zalo_oa_id)):
        if value and not value.isdigit():
            yield problem(f"{name} is not a number: Zalo's ids are long numbers; copy it again, without blanks")
    if settings.zalo_app_id and settings.zalo_app_id == settings.zalo_oa_id:
        yield problem("ZALO_APP_ID and ZALO_OA_ID are the same: one belongs to the app, the other to the account")
    for secret in settings.zalo_webhook_secrets:
        if len(secret) < SHORTEST_SECRET:
            yield warning("one of ZALO_WEBHOOK_SECRETS is very short: is it copied whole?")
    if settings.zalo_app_secret and settings.zalo_app_secret in settings.zalo_webhook_secrets:
        yield warning(
            "the app's secret is among ZALO_WEBHOOK_SECRETS: most accounts sign with the OA Secret Key of the Webhook "
            "page; keep both only until events are verified"
        )
    if bool(settings.zalo_access_token) is not bool(settings.zalo_refresh_token):
        yield problem("only one of ZALO_ACCESS_TOKEN and ZALO_REFRESH_TOKEN is set: they come as a pair; set both")


def address(settings: Settings) -> Iterator[Finding]:
    """Where the world finds us."""
    parts = urlsplit(settings.public_url)
    if parts.hostname in LOOPBACK:
        yield warning(
            f"PUBLIC_URL is {settings.public_url}: Zalo cannot reach this machine there; give its https address"
        )
    elif parts.scheme != "https":
        yield problem(
            "PUBLIC_URL is not https: Zalo posts to https addresses only; put a certificate before this server"
        )
    elif parts.port or parts.path.strip("/"):
        yield warning(
            "PUBLIC_URL has a port or a path: Zalo takes a domain; the webhook must lie at /webhook/zalo of it"
        )
    else:
        yield fine(f"webhook address: {settings.public_url}/webhook/zalo")
    if settings.cookies_need_https and not settings.trusted_proxy:
        yield warning(
            "TRUSTED_PROXY is empty: behind a web server every caller looks like that server, so one who guesses "
            "passwords locks out everybody; name the server's address"
        )


def secrets(settings: Settings) -> Iterator[Finding]:
    """Keys of our own."""
    if not settings.secret_key:
        yield warning("SECRET_KEY is empty: one is made and kept in var/secret_key; several machines need the same one")
    if not settings.api_token:
        yield warning("API_TOKEN is empty: the read API refuses everybody; set one if a program shall read")
    elif len(settings.api_token) < SHORTEST_TOKEN:
        yield problem("API_TOKEN is shorter than 16 characters and can be guessed; make one: openssl rand -hex 32")
    for name, value in (("SECRET_KEY", settings.secret_key), ("API_TOKEN", settings.api_token)):
        if any(word in value.lower() for word in FROM_EXAMPLES):
            yield problem(f"{name} looks like an example that others know too; make one: openssl rand -hex 32")
