"""How personal data in a text is hidden: phones, identity and bank numbers, e-mails, names after a form of address."""

import re
from dataclasses import dataclass
from functools import cache

from language.files import DATA, read_words
from language.normalising import Token, fold, tokenize
from language.phrases import PhraseIndex, is_accented
from language.shapes import PersonalFile

_E_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_JOIN = rf"[\s.\-\u2010-\u2015()_{_INVISIBLE}]{{0,3}}"
_LONG_NUMBER = re.compile(rf"\+?\(?(?:\d|[oO](?=[\d.])){_JOIN}(?:[\doO]{_JOIN}){{6,}}\d")
_DATE = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_MONEY = re.compile(r"[1-9]\d{0,2}(?:[.\s]\d{3})+")
_CASE_CODE_BEFORE = re.compile(r"\b(?:PA|HT)[-\s]?$", re.IGNORECASE)
_LONGEST_NAME = 4
_SHOUTED_SHARE = 0.7


@dataclass(frozen=True)
class _PersonalWords:
    honorifics: PhraseIndex[bool]
    not_names: PhraseIndex[bool]
    streets: frozenset[str]
    family_names: frozenset[str]
    middle_names: frozenset[str]
    currency: tuple[str, ...]
    mask: str


@cache
def _words() -> _PersonalWords:
    file = read_words(DATA / "personal.toml", PersonalFile)
    return _PersonalWords(
        honorifics=PhraseIndex((phrase, True) for phrase in file.honorifics),
        not_names=PhraseIndex((phrase, True) for phrase in file.not_names),
        streets=frozenset(fold(word) for word in file.streets),
        family_names=frozenset(fold(word) for word in file.family_names),
        middle_names=frozenset(fold(word) for word in file.middle_names),
        currency=tuple(file.currency),
        mask=file.mask,
    )


def mask_personal_data(text: str) -> str:
    """The text with phones, identity, bank and card numbers, e-mails and addressed names hidden (product C10).

    Case codes, ISO dates, sums of money, house numbers and street names stay.
    """
    words = _words()
    without_mail = _E_MAIL.sub(words.mask, text)
    return _LONG_NUMBER.sub(_hide_number, _hide_names(without_mail, words))


def _hide_number(match: re.Match[str]) -> str:
    words = _words()
    found = match.group()
    before, after = match.string[: match.start()], match.string[match.end() :].lstrip().lower()
    if _DATE.fullmatch(found) or _CASE_CODE_BEFORE.search(before):
        return found
    if _MONEY.fullmatch(found) and after.startswith(words.currency):
        return found
    return words.mask


def _hide_names(text: str, words: _PersonalWords) -> str:
    tokens = tokenize(text)
    accented = is_accented(tokens)
    hidden: list[tuple[int, int]] = []
    position = 0
    while position < len(tokens):
        hit = words.honorifics.find_at(tokens, position, accented=accented)
        start = hit.end if hit else position
        end = _name_end(text, tokens, start, words) if hit and not _is_in_address(tokens, position, words) else start
        if end > start:
            hidden.append((tokens[start].start, tokens[end - 1].end))
        position = max(end, position + 1)
    for start, end in reversed(hidden):
        text = text[:start] + words.mask + text[end:]
    return text


def _is_in_address(tokens: tuple[Token, ...], position: int, words: _PersonalWords) -> bool:
    before = tokens[position - 1] if position else None
    return before is not None and (before.is_number or before.folded in words.streets)


def _name_end(text: str, tokens: tuple[Token, ...], start: int, words: _PersonalWords) -> int:
    """Where the name that begins at `start` ends; `start` itself when no name stands there."""
    if words.not_names.find_at(tokens, start, accented=False):
        return start
    if not _is_shouted(text):
        end = start
        while end < min(len(tokens), start + _LONGEST_NAME) and _is_name_part(text, tokens[end], words):
            end += 1
        if end > start:
            return end
    return _lower_case_name_end(tokens, start, words)


def _is_name_part(text: str, token: Token, words: _PersonalWords) -> bool:
    return token.is_word and text[token.start].isupper() and token.folded not in words.streets


def _is_shouted(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > _SHOUTED_SHARE * len(letters)


def _lower_case_name_end(tokens: tuple[Token, ...], start: int, words: _PersonalWords) -> int:
    """A family name, its middle names and one given name; without a middle name just the one word after it."""
    if start + 1 >= len(tokens) or tokens[start].folded not in words.family_names:
        return start
    end = start + 1
    while end < len(tokens) - 1 and tokens[end].folded in words.middle_names:
        end += 1
    return end + 1 if tokens[end].is_word else end
