"""The simulator as one thing to start, talk through and stop: what tests and the demo hold in their hands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import requests

from bot.simulator import account, group_account, identifiers, payloads
from bot.simulator.chats import ChatLine, SimulatedPerson
from bot.simulator.clock import ControllableClock
from bot.simulator.deliveries import Delivery, WebhookModes
from bot.simulator.faults import Fault, FaultKind
from bot.simulator.group_phones import GroupPhones
from bot.simulator.groups import AssetType, SimulatedGroup
from bot.simulator.heard import HeardMessage, heard_in
from bot.simulator.listener import Listener
from bot.simulator.media import MediaFault
from bot.simulator.options import AlbumMode, CaptionOn, SimulatorOptions, Switches
from bot.simulator.phones import Phones
from bot.simulator.samples import load_samples
from bot.simulator.web import create_web
from bot.simulator.world import World


class Simulator:
    """A local Zalo on one port; also a context manager that starts and stops it.

    Rarer acts of residents are in `phones` and `group_phones`, the webhook's state in `world.webhook`.
    """

    def __init__(self, options: SimulatorOptions | None = None) -> None:
        self.options = options or SimulatorOptions()
        self.world = World(self.options)
        self.phones = Phones(self.world)
        self.group_phones = GroupPhones(self.world)
        self._web = create_web(self.world, self.phones, self.group_phones)
        self._listener: Listener | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Self:
        """Listen, and begin to deliver webhooks."""
        options = self.options
        self._listener = Listener(self._web, host=options.host, port=options.port, threads=options.threads)
        self.world.base_url = f"http://{options.host}:{self._listener.port}"
        self._listener.start()
        self.world.webhook.start()
        return self

    def stop(self) -> None:
        """Stop delivering and listening; every thread has ended when this returns."""
        self.world.faults.stop()
        self.world.webhook.stop()
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    @property
    def clock(self) -> ControllableClock:
        """The clock to share with the app."""
        return self.options.clock

    @property
    def base_url(self) -> str:
        """Where the chat page is."""
        return self.world.base_url

    @property
    def openapi_url(self) -> str:
        """For ZALO_OPENAPI_URL."""
        return f"{self.base_url}/openapi"

    @property
    def oauth_url(self) -> str:
        """For ZALO_OAUTH_URL."""
        return f"{self.base_url}/oauth"

    @property
    def business_url(self) -> str:
        """For ZALO_BUSINESS_URL."""
        return f"{self.base_url}/business"

    @property
    def media_host(self) -> str:
        """For ZALO_MEDIA_HOSTS: host and port."""
        return self.base_url.removeprefix("http://")

    def environment(self) -> dict[str, str]:
        """The ZALO_* settings of an app that takes this simulator for Zalo."""
        access_token, refresh_token = self.tokens()
        return {
            "ZALO_APP_ID": self.options.app_id,
            "ZALO_APP_SECRET": self.options.app_secret,
            "ZALO_OA_ID": self.options.oa_id,
            "ZALO_WEBHOOK_SECRETS": self.options.webhook_secret,
            "ZALO_ACCESS_TOKEN": access_token,
            "ZALO_REFRESH_TOKEN": refresh_token,
            "ZALO_OPENAPI_URL": self.openapi_url,
            "ZALO_OAUTH_URL": self.oauth_url,
            "ZALO_BUSINESS_URL": self.business_url,
            "ZALO_MEDIA_HOSTS": self.media_host,
        }

    @property
    def webhook_url(self) -> str | None:
        """Where events are posted; events before it is set are lost, as with a webhook not yet registered."""
        return self.world.webhook.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self.world.webhook.url = url

    def enable_webhook(self) -> None:
        """Subscribe again after Zalo gave up; what happened in between is lost."""
        self.world.webhook.enable()

    def tokens(self) -> tuple[str, str]:
        """The access and refresh token that are valid now."""
        with self.world.lock:
            return self.world.desk.pair()

    def issue_tokens(self) -> tuple[str, str]:
        """A new pair by hand, as Zalo's API Explorer gives it; the old one dies."""
        with self.world.lock:
            return self.world.desk.issue()

    def switch(self, **changes: Any) -> Switches:
        """Change fields of `Switches`; the new switches come back."""
        with self.world.lock:
            self.world.switches = replace(self.world.switches, **changes)
            return self.world.switches

    def webhook_modes(self, **changes: Any) -> WebhookModes:
        """Change fields of `WebhookModes`; the new modes come back. What was held for swapping is let go."""
        with self.world.lock:
            webhook = self.world.webhook
            webhook.modes = replace(webhook.modes, **changes)
            if not webhook.modes.swapped:
                webhook.release()
            return webhook.modes

    def fault(self, path_prefix: str, kind: FaultKind, times: int | None = 1, **details: Any) -> None:
        """Let the next `times` calls below a path fail; details are `error_code` and `seconds`."""
        self.world.faults.add(Fault(path_prefix=path_prefix, kind=kind, times=times, **details))

    def add_person(self, name: str, *, follows: bool = False, manages: bool = False) -> SimulatedPerson:
        """A new resident who has not spoken yet, or somebody who manages the account."""
        with self.world.lock:
            return self.world.chats.add_person(name, follows=follows, manages=manages)

    def add_sample_people(self) -> tuple[SimulatedPerson, ...]:
        """The residents of the demo, named in `templates/simulator/samples.toml`."""
        return tuple(self.add_person(name) for name in load_samples().people)

    def say(self, person: SimulatedPerson, text: str, quote: str | None = None) -> str:
        """A resident writes; the message id comes back."""
        return self.phones.say(person, text, quote=quote)

    def send_photos(
        self,
        person: SimulatedPerson,
        photos: Sequence[bytes],
        caption: str = "",
        album: AlbumMode = AlbumMode.SEPARATE_EVENTS,
        caption_on: CaptionOn = CaptionOn.FIRST,
        fault: MediaFault | None = None,
        failures: int = 2,
    ) -> tuple[str, ...]:
        """A resident sends photos at once; the message ids come back."""
        return self.phones.send_photos(
            person, photos, caption=caption, album=album, caption_on=caption_on, fault=fault, failures=failures
        )

    def send_pin(self, person: SimulatedPerson, latitude: float, longitude: float) -> str:
        """A resident drops a pin, in degrees."""
        return self.phones.send_pin(person, latitude, longitude)

    def tap(self, person: SimulatedPerson, wanted: str) -> str | None:
        """A resident taps the newest button with this title or value; see `Phones.tap`."""
        return self.phones.tap(person, wanted)

    def see(self, person: SimulatedPerson) -> tuple[str, ...]:
        """A resident reads everything that is unread."""
        return self.phones.see(person)

    def block(self, person: SimulatedPerson) -> None:
        """A resident blocks the account: sends end in -217."""
        self.phones.block(person)

    def human_reply(self, person: SimulatedPerson, text: str, admin_id: str | None = None) -> str:
        """Somebody answers from Zalo's own tool; the message id comes back."""
        with self.world.lock:
            return account.say_as_human(self.world, person, text, admin_id or identifiers.decimal_id()).message_id

    def add_group(
        self, name: str, members: Sequence[SimulatedPerson], asset_type: AssetType = AssetType.GMF100
    ) -> SimulatedGroup:
        """A group made in Zalo's own tool, where nobody asks who may be invited; its asset is bought for it."""
        with self.world.lock:
            return group_account.create_by_hand(self.world, name, [member.id for member in members], asset_type)

    def say_in_group(self, person: SimulatedPerson, group: SimulatedGroup, text: str, quote: str | None = None) -> str:
        """A member writes, `[@id]` mentioning somebody; the message id comes back."""
        return self.group_phones.say(person, group, text, quote=quote)

    def send_photos_in_group(
        self, person: SimulatedPerson, group: SimulatedGroup, photos: Sequence[bytes], caption: str = ""
    ) -> tuple[str, ...]:
        """A member sends photos, one event each; the message ids come back."""
        return self.group_phones.send_photos(person, group, photos, caption=caption)

    def join(self, person: SimulatedPerson, group: SimulatedGroup) -> bool:
        """Somebody comes in by the link; False if he has to wait to be accepted."""
        return self.group_phones.join(person, group)

    def leave(self, person: SimulatedPerson, group: SimulatedGroup) -> None:
        """A member goes."""
        self.group_phones.leave(person, group)

    def rename_group(self, group: SimulatedGroup, name: str) -> None:
        """An admin gives the group another name."""
        with self.world.lock:
            group_account.update(self.world, replace(self.world.groups.group(group.id), name=name))

    def dissolve_group(self, group: SimulatedGroup) -> None:
        """An admin ends the group for everybody."""
        with self.world.lock:
            group_account.dissolve(self.world, self.world.groups.group(group.id))

    def lapse_asset(self, group: SimulatedGroup) -> None:
        """Nobody paid: the group is disabled, and gone after 45 days."""
        with self.world.lock:
            self.world.groups.lapse(group)

    def renew_asset(self, group: SimulatedGroup) -> None:
        """Somebody paid again: the group is enabled for another year."""
        with self.world.lock:
            self.world.groups.renew(group)

    def human_reply_in_group(self, group: SimulatedGroup, text: str, admin_id: str | None = None) -> str:
        """Somebody speaks for the account in a group, from Zalo's own tool; the message id comes back."""
        with self.world.lock:
            return group_account.say_as_human(self.world, group, text, admin_id or identifiers.decimal_id())

    def heard_in_group(self, group: SimulatedGroup) -> list[HeardMessage]:
        """What the account said in a group, oldest first."""
        with self.world.lock:
            return heard_in(self.world.chats.lines(group.id))

    def emit(self, event_name: str, fields: Mapping[str, object], lane: str = "") -> None:
        """Post any event, known or unknown, with these fields beside the envelope."""
        with self.world.lock:
            self.world.post(lane, payloads.flat(self.world.account, event_name, fields, self.world.now()))

    def revoke_permission(self) -> None:
        """The account takes its permission back: the tokens die and the event says so."""
        with self.world.lock:
            account.revoke_permission(self.world)

    def post_raw(self, body: bytes, headers: Mapping[str, str] | None = None) -> int:
        """Post these very bytes to the webhook at once, unsigned unless the headers say otherwise; the HTTP status."""
        with requests.Session() as session:
            session.trust_env = False
            return session.post(self.webhook_url or "", data=body, headers=headers, timeout=10).status_code

    def probe(self) -> int:
        """Post the unsigned `{}` with which Zalo tries an address that is being saved; the HTTP status."""
        return self.post_raw(b"{}", {"Content-Type": "application/json"})

    def heard(self, person: SimulatedPerson) -> list[HeardMessage]:
        """What this person was told, oldest first."""
        return heard_in(self.transcript(person))

    def transcript(self, person: SimulatedPerson) -> list[ChatLine]:
        """Both sides of a chat, oldest first."""
        with self.world.lock:
            return self.world.chats.lines(person.id)

    def deliveries(self) -> tuple[Delivery, ...]:
        """What became of each webhook post."""
        return self.world.webhook.deliveries()

    def wait_until_delivered(self, timeout: float = 5.0) -> bool:
        """Wait until no webhook waits, is in flight or is to be retried; False if `timeout` real seconds pass."""
        return self.world.webhook.wait_until_delivered(timeout)

    def wait_until_attempted(self, timeout: float = 5.0) -> bool:
        """Wait until nothing is in flight or due now; retries may still lie ahead."""
        return self.world.webhook.wait_until_attempted(timeout)
