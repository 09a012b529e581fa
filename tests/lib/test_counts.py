import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkstead.lib.counts import parse_short_count, short_count

SHOWN = {
    0: "0",
    42: "42",
    385: "385",
    999: "999",
    1_000: "1K",
    1_099: "1K",
    1_100: "1.1K",
    15_600: "15.6K",
    15_699: "15.6K",
    99_949: "99.9K",
    99_999: "99.9K",
    100_000: "100K",
    329_999: "329K",
    999_999: "999K",
    1_000_000: "1M",
    1_299_999: "1.2M",
    99_999_999: "99.9M",
    100_000_000: "100M",
    999_999_999: "999M",
    1_000_000_000: "1B",
    123_456_789_012: "123B",
}


@pytest.mark.parametrize(("number", "shown"), SHOWN.items())
def test_short_count_shows(number: int, shown: str) -> None:
    assert short_count(number) == shown


@given(st.integers(0, 10**12))
def test_short_count_never_claims_more_than_there_is(number: int) -> None:
    assert number * 0.9 <= parse_short_count(short_count(number)) <= number


@pytest.mark.parametrize(
    ("shown", "number"), [("15.6K", 15_600), ("385", 385), ("1,234", 1_234), ("1.2m", 1_200_000), (" 4.35K ", 4_350)]
)
def test_parse_short_count_reads(shown: str, number: int) -> None:
    assert parse_short_count(shown) == number


@pytest.mark.parametrize("text", ["", "K", "1.5", "1,23", "12 K", "-3", "1e6", "٣", "9" * 40])
def test_parse_short_count_rejects(text: str) -> None:
    with pytest.raises(ValueError, match="not a count"):
        parse_short_count(text)
