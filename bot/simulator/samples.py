"""The residents, example messages and known places that the chat page offers, read from its template folder."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.simulator.sample_photos import Scene
from domain.errors import BadData

SAMPLES = Path(__file__).resolve().parents[2] / "templates" / "simulator" / "samples.toml"


@dataclass(frozen=True, kw_only=True)
class SampleMessage:
    """One ready-made message; `scene` None means words alone."""

    label: str
    text: str
    scene: Scene | None


@dataclass(frozen=True, kw_only=True)
class SamplePlace:
    """One known place to drop a pin at, in degrees."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class Samples:
    """All that the page offers ready-made."""

    people: tuple[str, ...]
    messages: tuple[SampleMessage, ...]
    places: tuple[SamplePlace, ...]


@cache
def load_samples() -> Samples:
    """Read the samples; raises BadData with the file's name if one is not as it should be."""
    try:
        return _read(tomllib.loads(SAMPLES.read_text(encoding="utf-8")))
    except (OSError, KeyError, ValueError) as error:
        raise BadData(f"{SAMPLES.name}: {error}") from error


def _read(data: dict[str, Any]) -> Samples:
    return Samples(
        people=tuple(data["people"]),
        messages=tuple(
            SampleMessage(label=row["label"], text=row["text"], scene=Scene(row["scene"]) if "scene" in row else None)
            for row in data["messages"]
        ),
        places=tuple(SamplePlace(**row) for row in data["places"]),
    )
