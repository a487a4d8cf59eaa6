"""The short code of a poster in what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.poster_codes import find_poster_code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#C12", (12, True)),
        ("c12", (12, True)),
        (" # c 012. ", (12, True)),
        ("#C12 rác đầy", (12, False)),
        ("rác đầy ở #c12 nha", (12, False)),
        ("rác đầy ở C12", None),
        ("#C12 với #C13", (12, False)),
        ("#C1234567", None),
        ("#CH12", None),
        ("abc#C12", None),
        ("##C12", (12, True)),
        ("vitamin c12 tốt", None),
        ("", None),
        ("C", None),
    ],
)
def test_a_code_is_found_with_its_sign_or_alone(text: str, found: tuple[int, bool] | None) -> None:
    assert find_poster_code(text) == found


@given(st.text(max_size=300))
def test_whatever_is_written_it_never_fails(text: str) -> None:
    found = find_poster_code(text)
    assert found is None or 0 <= found[0] <= 999_999
