"""How every switch stands, as the panel of faults on the chat page shows it."""

from dataclasses import asdict

from bot.simulator.world import World


def switchboard_view(world: World) -> dict[str, object]:
    """Faults that still wait for a call, how the webhook behaves, switches, tokens and the limit of calls."""
    modes = world.webhook.modes
    return {
        "faults": [asdict(fault) for fault in world.faults.all()],
        "modes": asdict(modes) | {"delay": modes.delay.total_seconds()},
        "switches": asdict(world.switches),
        "requests_per_minute": world.meter.limit,
        "token_is_good": world.desk.has_good_token(),
    }
