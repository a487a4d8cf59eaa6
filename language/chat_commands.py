"""How a message is recognised as a fixed command or a button's payload, and which case it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from rapidfuzz.distance import Levenshtein

from domain.chat_commands import CaseReference, ChatCommand, ChatCommandName, CodeKind
from language.lexicon import CommandWords
from language.normalising import Token, clean, tokenize

_YEAR_ENDS = r"\s*[\-_.]+\s*(?=\d+\b(?![/.]\d))|\s+(?=\d{4,6}\b(?!/))|(?=\d{6}\b)"
"""Behind the year a hyphen, or a space before a number with its zeros: `PA-12 30/11` is case 12 and a day."""
CODE = re.compile(rf"\b(pa|ht)[\s\-_.:#]*(?:(\d{{2}})(?:{_YEAR_ENDS}))?(\d{{1,6}})\b", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(r"^(?P<words>\D+?)(?:\s+hd-?)?[\s#]*(?P<number>\d{1,6})\W*$", re.IGNORECASE)
_INVITE = re.compile(
    r"^(?P<words>.{2,40}?)[\s:]*(?P<code>[a-z0-9]{3}[\s\-.][a-z0-9]{3}|[a-z0-9]{5,7})\W*$", re.IGNORECASE | re.ASCII
)
_LONGEST_INVITE = 60
_LONGEST_COMMAND = 12
_SHORTEST_WITH_TYPO = 6
_TAKE_A_CASE = frozenset(
    {
        ChatCommandName.LOOKUP,
        ChatCommandName.ADD,
        ChatCommandName.EDIT,
        ChatCommandName.EDIT_PLACE,
        ChatCommandName.EDIT_CONTENT,
        ChatCommandName.WITHDRAW,
        ChatCommandName.CONFIRM_WITHDRAW,
    }
)
_TAKE_A_NUMBER = frozenset(
    {
        ChatCommandName.EDIT_ACTIVITY,
        ChatCommandName.DELETE_ACTIVITY,
        ChatCommandName.PROVE_ACTIVITY,
        ChatCommandName.NAME_ATTENDEES,
        ChatCommandName.SAME_ACTIVITY,
        ChatCommandName.OTHER_ACTIVITY,
    }
)


def find_case_reference(text: str) -> CaseReference | None:
    """The first code in a text: `PA-26-000123`, `pa 12`, `HT-45`; None when there is none."""
    match = CODE.search(clean(text))
    if match is None:
        return None
    letters, year, number = match.groups()
    return CaseReference(year=2000 + int(year) if year else None, number=int(number), kind=CodeKind(letters.upper()))


@dataclass(frozen=True, kw_only=True)
class _Phrase:
    words: tuple[Token, ...]
    folded: str
    name: ChatCommandName

    @classmethod
    def of(cls, text: str, name: ChatCommandName) -> Self:
        words = tokenize(text)
        return cls(words=words, folded=_folded(words), name=name)


class CommandFinder:
    """Knows every command's words; a sentence that merely contains them is no command."""

    def __init__(self, words: CommandWords) -> None:
        self._words = words
        self._names = {payload: name for name, payload in words.payloads.items()}
        self._phrases = [_Phrase.of(phrase, name) for phrase, name in words.phrases]
        self._politeness = [(len(tokenize(phrase)), _folded(tokenize(phrase))) for phrase in words.politeness]
        self._case_prefixes = {_folded(tokenize(phrase)) for phrase in words.case_prefixes}

    def payload(self, command: ChatCommand) -> str:
        """What a button has to say so that `find` answers this command again."""
        parts = [self._words.payloads[command.name], _spell_case(command.code), command.argument]
        return " ".join(part for part in parts if part)

    def find(self, text: str) -> ChatCommand | None:
        """The command that this message is, or None."""
        cleaned = clean(text).strip()
        if cleaned.startswith("#"):
            return self._from_payload(cleaned)
        code = find_case_reference(cleaned)
        words = tuple(token for token in tokenize(CODE.sub(" ", cleaned)) if token.is_word or token.is_number)
        if len(words) > _LONGEST_COMMAND:
            return None
        if code and self._is_bare_code(words):
            return ChatCommand(name=ChatCommandName.LOOKUP, code=code)
        name = self._name_of(words)
        if name:
            return ChatCommand(name=name, code=code)
        return self._with_bare_number(cleaned) or self._with_invite_code(cleaned)

    def _from_payload(self, cleaned: str) -> ChatCommand | None:
        payload, _, rest = cleaned.partition(" ")
        name = self._names.get(payload.lower())
        if name is None:
            return None
        code = find_case_reference(rest)
        argument = CODE.sub(" ", rest).strip() if code else rest.strip()
        return ChatCommand(name=name, code=code, argument=argument or None)

    def _is_bare_code(self, words: tuple[Token, ...]) -> bool:
        """Whether only polite words and words like "code" stood around a case code."""
        return any(not stripped or _folded(stripped) in self._case_prefixes for stripped in self._stripped(words))

    def _with_bare_number(self, cleaned: str) -> ChatCommand | None:
        """A command about a case, or about an activity, whose number stands at the end."""
        match = _TRAILING_NUMBER.match(cleaned)
        name = self._name_of(tuple(token for token in tokenize(match["words"]) if token.is_word)) if match else None
        if match is not None and name in _TAKE_A_NUMBER:
            return ChatCommand(name=name, argument=match["number"])
        if match is None or name not in _TAKE_A_CASE:
            return None
        return ChatCommand(name=name, code=CaseReference(year=None, number=int(match["number"])))

    def _with_invite_code(self, cleaned: str) -> ChatCommand | None:
        """An invite code: signs with a letter and a digit among them after the words for a code (product C5)."""
        match = _INVITE.match(cleaned) if len(cleaned) <= _LONGEST_INVITE else None
        if match is None or match["code"].isalpha() or not any(map(str.isalpha, match["code"])):
            return None
        name = self._name_of(tuple(token for token in tokenize(match["words"]) if token.is_word))
        return ChatCommand(name=name, argument=match["code"]) if name is ChatCommandName.INVITE_CODE else None

    def _name_of(self, words: tuple[Token, ...]) -> ChatCommandName | None:
        """The command whose words these are, rightly spelt before all that are one typo apart."""
        ways = [stripped for stripped in self._stripped(words) if stripped]
        for is_same in (_is_spelt, _is_alike):
            for stripped in ways:
                typed = _folded(stripped)
                for phrase in self._phrases:
                    if is_same(stripped, typed, phrase):
                        return phrase.name
        return None

    def _stripped(self, words: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
        """The words, then the words with ever fewer polite ones at their ends."""
        waiting, seen = [words], {words}
        while waiting:
            current = waiting.pop(0)
            yield current
            for shorter in self._without_one_polite_word(current):
                if shorter not in seen:
                    seen.add(shorter)
                    waiting.append(shorter)

    def _without_one_polite_word(self, words: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
        for length, polite in self._politeness:
            if words and _folded(words[-length:]) == polite:
                yield words[:-length]
            if words and _folded(words[:length]) == polite:
                yield words[length:]


def _is_spelt(words: tuple[Token, ...], typed: str, phrase: _Phrase) -> bool:
    """Equal without accents; a single accented word must have the right ones."""
    if typed != phrase.folded:
        return False
    return len(words) > 1 or not words[0].is_marked or words[0].sound == phrase.words[0].sound


def _is_alike(words: tuple[Token, ...], typed: str, phrase: _Phrase) -> bool:
    """One typo apart, where the phrase is long enough for one."""
    wanted = phrase.folded
    if typed == wanted or len(wanted) < _SHORTEST_WITH_TYPO:
        return False
    return Levenshtein.distance(typed, wanted, score_cutoff=1) <= 1


def _folded(words: tuple[Token, ...]) -> str:
    return " ".join(token.folded for token in words if token.is_word or token.is_number)


def _spell_case(code: CaseReference | None) -> str | None:
    return str(code) if code else None
