"""What groups cost on a day, from dated rows; what nobody knows is not free."""

from datetime import date

from domain.group_prices import AssetPrice, GroupPrices, SendingPrice

EARLY, LATE = date(2026, 6, 1), date(2027, 1, 1)


def price(kind: str, most: int, monthly: int | None, since: date) -> AssetPrice:
    return AssetPrice(asset_type=kind, most_members=most, monthly_price=monthly, valid_from=since, confirmed=True)


PRICES = GroupPrices(
    assets=(
        price("gmf100", 100, 75_000, EARLY),
        price("gmf10", 10, 25_000, EARLY),
        price("gmf100", 100, 80_000, LATE),
    ),
    sending=(SendingPrice(price=0, valid_from=EARLY), SendingPrice(price=None, valid_from=LATE)),
)


def test_the_newest_price_that_has_begun_holds() -> None:
    assert [one.monthly_price for one in PRICES.assets_on(date(2026, 12, 31))] == [25_000, 75_000]
    assert [one.monthly_price for one in PRICES.assets_on(LATE)] == [25_000, 80_000]
    assert PRICES.assets_on(date(2026, 5, 31)) == ()


def test_sending_is_free_until_the_day_before_it_is_not() -> None:
    assert (PRICES.sending_on(EARLY), PRICES.free_until(EARLY)) == (0, date(2026, 12, 31))
    assert (PRICES.sending_on(LATE), PRICES.free_until(LATE)) == (None, None)
    assert GroupPrices(sending=PRICES.sending[:1]).free_until(EARLY) is None
