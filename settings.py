"""Every environment variable: name, meaning, default and refusal; nothing else in the house reads the environment."""

import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

ROOT = Path(__file__).parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSettings(Exception):
    """One or more environment variables are wrong; each line names one and says what to do."""


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _web_address(value: object) -> object:
    if isinstance(value, str) and value and urlsplit(value).scheme not in ("http", "https"):
        raise ValueError("must start with http:// or https://")
    return value.rstrip("/") if isinstance(value, str) else value


class LogFormat(StrEnum):
    """For whom the log is written: for eyes, or for programs."""

    PLAIN = "plain"
    JSON = "json"


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Address = Annotated[str, BeforeValidator(_web_address)]


class Settings(BaseModel):
    """The settings of one run; the environment variable is the field's name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    public_url: Address = Field(
        "http://127.0.0.1:8000", description="Address under which the world reaches this server"
    )
    database_url: str = Field("sqlite:///var/hoa-xuan.sqlite3", description="SQLAlchemy address of the database")
    media_dir: Path = Field(Path("var/media"), description="Folder that keeps photos and files")
    secret_key: str = Field(
        "", description="Signs the officers' sessions; at least 32 characters; empty: made and kept"
    )
    ward_dir: Path = Field(Path("ward"), description="Folder with this ward's facts")
    zalo_app_id: str = Field("", description="Id of the Zalo app")
    zalo_app_secret: str = Field("", description="Secret key of the Zalo app")
    zalo_oa_id: str = Field("", description="Id of the Official Account")
    zalo_webhook_secrets: Words = Field((), description="Secrets that may sign the webhook, comma-separated")
    zalo_access_token: str = Field("", description="First access token; afterwards the database keeps the pair")
    zalo_refresh_token: str = Field("", description="First refresh token; afterwards the database keeps the pair")
    zalo_openapi_url: Address = Field("https://openapi.zalo.me", description="Zalo's OA API")
    zalo_oauth_url: Address = Field("https://oauth.zaloapp.com", description="Zalo's OAuth server")
    zalo_business_url: Address = Field("https://business.openapi.zalo.me", description="Zalo's template messages")
    zalo_media_hosts: Words = Field((), description="Extra hosts photos may come from (host:port; http on loopback)")
    zalo_requests_per_minute: int = Field(100, ge=1, le=4000, description="Zalo's limit for this account's package")
    gather_seconds: float = Field(5.0, ge=0, le=600, description="How long messages are gathered into one case")
    trusted_proxy: str = Field("", description="Address of the web server in front, whose X-Forwarded headers count")
    api_token: str = Field("", description="First bearer token of the read API; empty: the API refuses everybody")
    log_format: LogFormat = Field(LogFormat.PLAIN, description="How the log is written: plain, or json for programs")
    webhook_max_bytes: int = Field(1_000_000, ge=1_000, description="Largest webhook body; larger ones get 413")
    quarantine_max_events: int = Field(1000, ge=1, description="How many unverified events are kept")
    quarantine_max_bytes: int = Field(5_000_000, ge=1_000, description="How many bytes of unverified events are kept")

    @property
    def cookies_need_https(self) -> bool:
        """Whether the officers' cookie may travel over https only: yes for every address that is not loopback."""
        return urlsplit(self.public_url).hostname not in LOOPBACK


def variable_names() -> dict[str, str]:
    """Environment variable → its meaning, in the order of the documentation."""
    return {name.upper(): str(field.description) for name, field in Settings.model_fields.items()}


def load_settings(environment: dict[str, str] | None = None, env_file: Path = ROOT / ".env") -> Settings:
    """Read `.env` and the environment (which wins); an empty variable counts as not set.

    Raises BadSettings with one line for each variable that is wrong.
    """
    given = {**_file_values(env_file), **(os.environ if environment is None else environment)}
    values = {name.lower(): given[name] for name in variable_names() if given.get(name)}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise BadSettings("\n".join(_explain(problem) for problem in error.errors())) from error
    _refuse_weak_key(settings)
    return settings


def _file_values(env_file: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(env_file).items() if value is not None}


def _explain(problem: object) -> str:
    details = dict(problem) if isinstance(problem, dict) else {}
    name = str(details["loc"][0]).upper()
    return f"{name}: {details['msg']}. It should be: {variable_names().get(name, 'see .env.example')}."


def _refuse_weak_key(settings: Settings) -> None:
    if settings.secret_key and len(settings.secret_key) < 32:
        raise BadSettings("SECRET_KEY: shorter than 32 characters. Make one with: openssl rand -hex 32.")


def kept_secret_key(folder: Path) -> str:
    """The session key of an installation that names none: made once, then read from `<folder>/secret_key`."""
    path = folder / "secret_key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    folder.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(32)
    path.touch(mode=0o600)
    path.write_text(key, encoding="utf-8")
    return key
