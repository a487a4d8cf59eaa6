"""Which place of the gazetteer an officer's own words name, so that his cases meet those told by chat."""

from domain.gazetteer import Gazetteer
from language.normalising import fold_words


def named_place(gazetteer: Gazetteer, words: str) -> str | None:
    """The longest name or other spelling of a street or landmark within the words, as the gazetteer writes it."""
    said = f" {_plain(words)} "
    spelt = [(spelling, each.name) for each in gazetteer.landmarks for spelling in (each.name, *each.aliases)]
    spelt += [(spelling, each.name) for each in gazetteer.streets for spelling in (each.name, *each.aliases)]
    numbered = [
        (f"{family.name} {number}", f"{family.name} {number}")
        for family in gazetteer.families
        for number in family.seen
    ]
    found = [(spelling, name) for spelling, name in (*spelt, *numbered) if f" {_plain(spelling)} " in said]
    return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_words(words)).split())
