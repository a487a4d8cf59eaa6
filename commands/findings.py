"""What `check` found: each finding says what is so, why it matters and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    FINE = "ok"
    WARNING = "warning"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at; never with a secret or anything personal in it."""

    weight: Weight
    words: str


def fine(words: str) -> Finding:
    """All is well."""
    return Finding(weight=Weight.FINE, words=words)


def warning(words: str) -> Finding:
    """The service works, and somebody should look."""
    return Finding(weight=Weight.WARNING, words=words)


def problem(words: str) -> Finding:
    """The service does not work, or not for long."""
    return Finding(weight=Weight.PROBLEM, words=words)


def needed(name: str, value: object, why: str) -> Finding:
    """A value that the service cannot do without."""
    return fine(f"{name} is set") if value else problem(f"{name} is empty: {why}")
