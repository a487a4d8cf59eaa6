"""How this installation reaches Zalo: its tokens, and the client that bears them."""

from bot.client import ZaloClient
from bot.oauth_client import OAuthClient, OAuthSettings
from bot.tokens import TokenKeeper
from domain.clock import Clock
from scheduler.token_store import DatabaseTokens
from settings import Settings
from storage.database import Database
from storage.tokens import StoredTokens


def token_store(settings: Settings, database: Database, clock: Clock) -> DatabaseTokens:
    """Where the pair of tokens is kept; the settings give the first one."""
    return DatabaseTokens(
        StoredTokens(database),
        clock,
        first_access=settings.zalo_access_token,
        first_refresh=settings.zalo_refresh_token,
    )


def token_keeper(settings: Settings, store: DatabaseTokens, clock: Clock) -> TokenKeeper:
    """Who gives out tokens and refreshes them in time."""
    oauth = OAuthSettings(
        oauth_url=settings.zalo_oauth_url, app_id=settings.zalo_app_id, app_secret=settings.zalo_app_secret
    )
    return TokenKeeper(store, OAuthClient(oauth, clock), clock)


def zalo_client(settings: Settings, database: Database, clock: Clock) -> ZaloClient:
    """Zalo's API for a command, with the tokens of this installation."""
    return client_with(settings, token_keeper(settings, token_store(settings, database, clock), clock))


def client_with(settings: Settings, tokens: TokenKeeper) -> ZaloClient:
    """Zalo's API with tokens from this keeper."""
    return ZaloClient(openapi_url=settings.zalo_openapi_url, tokens=tokens, app_secret=settings.zalo_app_secret)
