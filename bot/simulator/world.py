"""Everything the simulated Zalo remembers, behind one lock, and how a thing that happened becomes a webhook event."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from threading import RLock

from bot.simulator import identifiers, payloads
from bot.simulator.chats import ChatBook, SimulatedPerson
from bot.simulator.deliveries import Signer
from bot.simulator.faults import FaultTable
from bot.simulator.groups import AssetSource, AssetType, GroupBook
from bot.simulator.limits import CallMeter, ReplyLedger
from bot.simulator.media import Media, MediaFault, MediaShelf
from bot.simulator.options import SimulatorOptions, Switches
from bot.simulator.tokens import TokenDesk
from bot.simulator.uploads import UploadShelf
from bot.simulator.webhook import WebhookDeliverer


class World:
    """The state of one simulator; whoever changes it holds `lock`."""

    def __init__(self, options: SimulatorOptions) -> None:
        self.options = options
        self.lock = RLock()
        self.base_url = ""
        self.switches = Switches()
        self.account = payloads.Account(app_id=options.app_id, oa_id=options.oa_id)
        self.chats = ChatBook()
        self.groups = GroupBook(options.clock)
        for _ in range(options.included_groups):
            self.groups.add_asset(AssetType.GMF100, AssetSource.SUB_QUOTA)
        self.desk = TokenDesk(options)
        self.meter = CallMeter(options)
        self.ledger = ReplyLedger(options)
        self.uploads = UploadShelf()
        self.media = MediaShelf()
        self.faults = FaultTable()
        signer = Signer(app_id=options.app_id, secret=options.webhook_secret)
        self.webhook = WebhookDeliverer(
            clock=options.clock, signer=signer, lock=self.lock, on_delivered=self._note_delivered
        )

    def now(self) -> datetime:
        """This instant on the simulator's clock."""
        return self.options.clock()

    def post(self, lane: str, payload: Mapping[str, object], message_id: str = "") -> None:
        """Queue an event for the webhook, in the order of its lane; `message_id` is the line to tick when it came."""
        timestamp = str(payload.get("timestamp", ""))
        self.webhook.push(lane, str(payload.get("event_name", "")), payloads.encode(payload), timestamp, message_id)

    def note_interaction(self, person: SimulatedPerson) -> None:
        """Open the person's window anew, with all free replies (§4.2)."""
        standing = self.chats.standing(person.id)
        fresh = replace(standing, last_interaction_at=self.now(), free_replies_used=0)
        self.chats.change_standing(person.id, fresh)

    def address_of(self, media: Media) -> str:
        """The public address of a stored thing."""
        return f"{self.base_url}{media.path}"

    def store(self, content: bytes, name: str, fault: MediaFault | None = None, failures: int = 2) -> str:
        """Store bytes and answer with their public address; the fault of the switches holds if it has none."""
        broken = fault or self.switches.media_fault
        return self.address_of(self.media.put(content, name, fault=broken, failures=failures))

    def new_message_id(self) -> str:
        """A fresh message id."""
        return identifiers.message_id()

    def _note_delivered(self, message_id: str) -> None:
        if self.chats.line(message_id) is not None:
            self.chats.mark_received(message_id, self.now())
