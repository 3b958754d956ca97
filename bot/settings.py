"""What differs between two running bots, read once from the environment (and `.env`)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from domain.values.ids import PersonId, WorkspaceId
from domain.values.people import TIMEZONES, Workspace
from storage.sealing import Keys

NO_KEYS = "RIBBON_KEYS is not set: put a key there that `ribbon keys new` prints, and keep it safe"
_TOKENS = {"slack_bot_token": ("xoxb-", "xoxe.xoxb-"), "slack_app_token": ("xapp-",)}
LAST_PORT = 65535
_DRIVERS = {"sqlite", "postgresql+psycopg"}
_PERSON, _CHANNEL = re.compile("[UW][A-Z0-9]+"), re.compile("[CG][A-Z0-9]+")


class Misconfigured(Exception):  # noqa: N818 - said to the person who starts Ribbon
    """The environment can't be used as it is; one line per problem."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    ribbon_keys: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    ribbon_data: Path = Path("data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    ops_port: int | None = None
    ribbon_managers: Annotated[tuple[str, ...], NoDecode] = ()
    ribbon_managers_channel: str | None = None
    ribbon_timezone: str = "UTC"

    @field_validator("ribbon_managers", mode="before")
    @classmethod
    def _by_commas(cls, value: Any) -> Any:
        return tuple(filter(None, (part.strip() for part in value.split(",")))) if isinstance(value, str) else value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _is_of_its_kind(cls, value: SecretStr | None, about: ValidationInfo) -> SecretStr | None:
        beginnings = _TOKENS[str(about.field_name)]
        if value is not None and not value.get_secret_value().startswith(beginnings):
            raise ValueError(f"this token begins with {beginnings[0]}; what is there is something else")
        return value

    @field_validator("port", "ops_port", mode="before")
    @classmethod
    def _is_a_port(cls, value: Any) -> Any:
        if value is not None and not (str(value).isdecimal() and 1 <= int(value) <= LAST_PORT):
            raise ValueError(f"{str(value)!r} isn't a port, which is a number from 1 to {LAST_PORT}, like 3000")
        return value

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, value: str) -> str:
        try:
            known = not value or make_url(value).drivername in _DRIVERS
        except ArgumentError:
            known = False
        if not known:
            raise ValueError("write it like postgresql+psycopg://user:password@host/ribbon, or sqlite:///ribbon.db")
        return value

    @field_validator("ribbon_managers")
    @classmethod
    def _are_people(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not _PERSON.fullmatch(name):
                raise ValueError(
                    f"{name!r} isn't a Slack user id, which looks like U012AB3CD (profile, ⋮, Copy member ID)"
                )
        return value

    @field_validator("ribbon_managers_channel")
    @classmethod
    def _is_a_channel(cls, value: str | None) -> str | None:
        if value is not None and not _CHANNEL.fullmatch(value):
            raise ValueError(f"{value!r} isn't a channel id, which looks like C012AB3CD (at the end of its details)")
        return value

    @field_validator("ribbon_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in TIMEZONES:
            raise ValueError(f"{value!r} isn't a time zone, which looks like Europe/Berlin")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

    @field_validator("ribbon_keys")
    @classmethod
    def _are_keys(cls, value: SecretStr | None) -> SecretStr | None:
        try:
            if value is not None:
                keys_in(value)
        except ValueError:
            raise ValueError("this holds something that isn't a key; `ribbon keys new` prints one") from None
        return value

    @property
    def uses_oauth(self) -> bool:
        """Whether workspaces install Ribbon by its link."""
        return self.slack_client_id is not None and self.slack_client_secret is not None

    @property
    def keys(self) -> Keys:
        """The keys that tokens are sealed with; raises Misconfigured without any."""
        if self.ribbon_keys is None:
            raise Misconfigured(NO_KEYS)
        return keys_in(self.ribbon_keys)

    @property
    def database(self) -> str:
        """The database's URL: the one given, or a file in RIBBON_DATA."""
        return self.database_url or f"sqlite:///{self.ribbon_data / 'ribbon.db'}"

    @property
    def uses_socket_mode(self) -> bool:
        return self.slack_app_token is not None

    @property
    def health_port(self) -> int | None:
        """Where health and metrics are: at OPS_PORT, at PORT beside what Slack calls, or nowhere over Socket Mode."""
        port_is_named = "port" in self.model_fields_set
        return self.ops_port or (self.port if port_is_named or not self.uses_socket_mode else None)

    def workspace(self, workspace_id: WorkspaceId) -> Workspace:
        """A workspace that has chosen nothing yet."""
        return Workspace(
            workspace_id,
            timezone=ZoneInfo(self.ribbon_timezone).key,
            managers=tuple(map(PersonId, self.ribbon_managers)),
            managers_channel=self.ribbon_managers_channel,
        )


def read_settings() -> Settings:
    """Raises Misconfigured with one clear line per problem."""
    try:
        return Settings()
    except ValidationError as invalid:
        lines = [
            f"{str(e['loc'][0]).upper()}: {e.get('ctx', {}).get('error', e['msg'])}"  # ours, without pydantic's preface
            for e in invalid.errors(include_input=False)
        ]
        raise Misconfigured("\n".join(lines)) from None


def keys_in(value: SecretStr) -> Keys:
    return Keys([key.strip() for key in value.get_secret_value().split(",")])


def settings_to_serve() -> Settings:
    """As read_settings; what is needed to talk to Slack must be there too."""
    settings = read_settings()
    wrong = list(_wrong_for_many(settings) if settings.uses_oauth else _wrong_for_one(settings))
    if settings.slack_signing_secret is None and not settings.uses_socket_mode:
        wrong.append("SLACK_SIGNING_SECRET is not set: copy it from Basic Information of your Slack app")
    if settings.ops_port == settings.port and not settings.uses_socket_mode:
        wrong.append("OPS_PORT is the same as PORT: choose another, or unset it")
    if wrong:
        raise Misconfigured("\n".join(wrong))
    return settings


def _wrong_for_one(settings: Settings) -> Iterator[str]:
    """What keeps one workspace from being served."""
    if settings.slack_client_id is not None or settings.slack_client_secret is not None:
        yield "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: set both to be installed by a link, or none"
    elif settings.slack_bot_token is None:
        yield "SLACK_BOT_TOKEN is not set: copy it from OAuth & Permissions of your Slack app (xoxb-…)"


def _wrong_for_many(settings: Settings) -> Iterator[str]:
    """What keeps many workspaces from being served; what is meant for one of them would be wrong for the others."""
    for name in ("slack_bot_token", "slack_app_token", "ribbon_managers", "ribbon_managers_channel"):
        if getattr(settings, name):
            yield f"{name.upper()} is for one workspace: unset it, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
    if settings.ribbon_keys is None:
        yield NO_KEYS
