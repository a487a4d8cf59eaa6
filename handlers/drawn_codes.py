"""How a one-time code is drawn, for members and for contacts of units."""

import secrets

from domain.invites import DIGITS, LENGTH, LETTERS, is_well_made


def drawn_code() -> str:
    """Six signs by the system's own dice, none of which is mistaken for another."""
    while True:
        code = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(LENGTH))
        if is_well_made(code):
            return code
