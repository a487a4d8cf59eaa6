"""Whether somebody in a group speaks to us, and what he says without the words that only call us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.group_speech import Address
from language.group_names import folded, group_words
from language.normalising import fold, tokenize

_MENTION = re.compile(r"\[@([^\]\s]{1,40})\]")
_AT = re.compile(r"@(?=\S)")
_TAG = re.compile(r"(?<!\S)#\s{0,2}(?=[^\W\d_])")
LONGEST_READ = 4_000
LONGEST_TAG = 5


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message in a group: by what it calls us, and its words without the call and without mentions of others."""

    address: Address
    words: str


class GroupEar:
    """Listens in groups for one account; built once, safe to share."""

    def __init__(self, account_id: str, account_names: Sequence[str]) -> None:
        """`account_names` are the names under which phones show the account behind an @."""
        self._account_id = account_id
        self._names = sorted({folded(name) for name in account_names if folded(name)}, key=len, reverse=True)
        self._tags = sorted({"".join(folded(tag)) for tag in group_words().tags["report"]}, key=len, reverse=True)

    def hear(self, text: str) -> Heard:
        """Read one message; a tag says more than a mention."""
        words = text[:LONGEST_READ]
        is_mentioned = any(found[1] == self._account_id for found in _MENTION.finditer(words))
        words = _MENTION.sub(" ", words)
        for at in [found.start() for found in _AT.finditer(words)][::-1]:
            if (end := self._end_of_name(words, at + 1)) is not None:
                words, is_mentioned = f"{words[:at]} {words[end:]}", True
        for found in reversed(list(_TAG.finditer(words))):
            if (end := self._end_of_tag(words, found.end())) is not None:
                return Heard(address=Address.TAG, words=_tidy(f"{words[: found.start()]} {words[end:]}"))
        return Heard(address=Address.MENTION if is_mentioned else Address.NONE, words=_tidy(words))

    def _end_of_name(self, text: str, begin: int) -> int | None:
        """Where our name ends, if it stands there as whole words."""
        tokens = [token for token in tokenize(text[begin : begin + 120]) if token.is_word or token.is_number]
        said = [fold(token.word) for token in tokens]
        for name in self._names:
            if tuple(said[: len(name)]) == name:
                return begin + tokens[len(name) - 1].end
        return None

    def _end_of_tag(self, text: str, begin: int) -> int | None:
        """Where a tag ends that is spelt with or without accents and blanks."""
        tokens = [token for token in tokenize(text[begin : begin + 60]) if token.is_word][:LONGEST_TAG]
        ends = {"".join(one.folded for one in tokens[: count + 1]): tokens[count].end for count in range(len(tokens))}
        return next((begin + ends[tag] for tag in self._tags if tag in ends), None)


def _tidy(words: str) -> str:
    return " ".join(words.split(" ")).strip(" :,;.-\n\t")
