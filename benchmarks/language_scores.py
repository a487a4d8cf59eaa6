"""How one understood report is compared with its gold fields: which fields agree, by the rules of product C8."""

from collections.abc import Mapping
from typing import Any

PLAIN = (
    "team_number",
    "team_name",
    "date",
    "date_end",
    "activity_type",
    "people",
    "people_unit",
    "households",
    "ewallet_accounts",
    "ocop_products",
    "members",
    "place",
    "duration_minutes",
    "is_plan",
)
SETS = ("topics", "teams")
FIELDS = (*PLAIN, *SETS, "counts")
# What the report's own words may say differently without being wrong.
NOT_IN_WHOLE = frozenset({"people_unit"})


def compare_activity(gold: Mapping[str, Any], found: Mapping[str, Any] | None) -> dict[str, bool]:
    """Whether each field agrees; a report that was not understood as one agrees in none."""
    if found is None:
        return dict.fromkeys(FIELDS, False)
    agrees = {name: _plain(gold, name) == _plain(found, name) for name in PLAIN}
    agrees |= {name: set(gold.get(name) or ()) == set(found.get(name) or ()) for name in SETS}
    agrees["counts"] = (gold.get("counts") or {}) == (found.get("counts") or {})
    return agrees


def is_whole(agrees: Mapping[str, bool]) -> bool:
    """Whether the whole report was read right."""
    return all(right for name, right in agrees.items() if name not in NOT_IN_WHOLE)


def _plain(fields: Mapping[str, Any], name: str) -> object:
    value = fields.get(name)
    if name == "is_plan":
        return bool(value)
    if name == "place" and isinstance(value, str):
        return " ".join(value.lower().split())
    return value
