"""How those who work on cases say by chat what they do: take, done, hand over, give back, ask, extend."""

from domain.chat_commands import WorkCommand, WorkCommandName
from language.chat_commands import CODE, find_case_reference
from language.normalising import Token, clean, tokenize

LONGEST_READ = 1_500


class WorkCommandFinder:
    """Knows the words; a command begins its message, but for signs, a mention and the code itself."""

    def __init__(self, phrases: dict[WorkCommandName, tuple[str, ...]]) -> None:
        """`phrases` are the words of each command; longer ones are tried first."""
        self._phrases = sorted(
            ((_words(phrase), name) for name, ways in phrases.items() for phrase in ways),
            key=lambda pair: -len(pair[0]),
        )

    def find(self, text: str) -> WorkCommand | None:
        """The command that a message is, or None. Whether a missing code is no fault is for the caller to say."""
        cleaned = clean(text[:LONGEST_READ]).strip()
        code = find_case_reference(cleaned)
        without_code = CODE.sub(" ", cleaned, count=1).lstrip(" #:,.-")
        tokens = [token for token in tokenize(without_code) if token.is_word or token.is_number]
        for phrase, name in self._phrases:
            if tuple(token.folded for token in tokens[: len(phrase)]) == phrase:
                return WorkCommand(name=name, code=code, rest=_after(without_code, tokens, len(phrase)))
        return None


def _after(text: str, tokens: list[Token], count: int) -> str:
    return text[tokens[count - 1].end :].strip(" :,.-\n")


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokenize(phrase) if token.is_word or token.is_number)
