"""Each of Zalo's codes has the class of the fact sheet, in every spelling that Zalo uses."""

from datetime import timedelta

import pytest

from bot.error_codes import BUSINESS_RULES, OPENAPI_RULES, Rule
from bot.errors import ConsentNeeded, FailureClass, MediaRefused, MediaUnavailable, Service, ZaloFailure, classify
from domain.errors import OutsideFailure

OPENAPI = {
    FailureClass.RETRY: {-32, -200, -214},
    FailureClass.TOKEN: {-216, 216, -401, 401, -220},
    FailureClass.WAIT: {-211, -218, -234, -305, -311},
    FailureClass.REUPLOAD: {-100},
    FailureClass.PERMANENT: {
        *(-201, -207, -208, -215, -210, -213, -217, -222, -227, -230, -232, -233, -244, -249, -403, -1340, -1341)
    },
    FailureClass.ADMIN: {
        *(404, -202, -204, -205, -209, -212, -219, -221, -223, -224, -235, -237, -238, -241, -240, -242, -248),
        *(-320, -321),
    },
}
BUSINESS = {
    FailureClass.RETRY: {-32, -100, -129},
    FailureClass.TOKEN: {-216, 216, -401, 401, -124},
    FailureClass.WAIT: {-133, -144, -1441, -147, -1471, -1472},
    FailureClass.REUPLOAD: set[int](),
    FailureClass.PERMANENT: {
        *(-107, -108, -109, -110, -111, -112, -1121, -1122, -1123, -1124, -113, -1131, -114, -116, -118, -119, -121),
        *(-122, -127, -130, -132, -134, -139, -141, -140, -148, -149, -150, -151, -152, -153),
        *(-158, -159, -160, -161, -162),
    },
    FailureClass.ADMIN: {
        *(404, -101, -102, -103, -104, -105, -106, -115, -117, -120, -1202, -123, -1241, -125, -126, -128, -131),
        *(-135, -1351, -136, -137, -138, -1381, -142, -143, -145, -146),
    },
}


def failure(error: object, http_status: int = 200, service: Service = Service.OPENAPI) -> ZaloFailure:
    told = classify(error, http_status, service=service)
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("service", "expected", "rules"),
    [(Service.OPENAPI, OPENAPI, OPENAPI_RULES), (Service.BUSINESS, BUSINESS, BUSINESS_RULES)],
)
def test_every_code_has_the_class_of_the_fact_sheet(
    service: Service, expected: dict[FailureClass, set[int]], rules: dict[int, Rule]
) -> None:
    assert set().union(*expected.values()) == set(rules)
    for failure_class, codes in expected.items():
        for code in codes:
            for spelling in (code, str(code), f" {code} "):
                told = failure(spelling, service=service)
                assert (told.failure_class, told.code) == (failure_class, str(code))
                assert told.words.endswith(".")
                assert told.outcome_known


@pytest.mark.parametrize("error", [0, "0"])
def test_zero_is_success(error: object) -> None:
    assert classify(error, 200) is None


@pytest.mark.parametrize(
    ("error", "http_status", "failure_class", "code"),
    [
        (None, 200, FailureClass.RETRY, "unreadable"),
        ("oops", 200, FailureClass.RETRY, "unreadable"),
        (True, 200, FailureClass.RETRY, "unreadable"),
        ([], 200, FailureClass.RETRY, "unreadable"),
        (0, 503, FailureClass.RETRY, "http_503"),
        (None, 502, FailureClass.RETRY, "http_502"),
        (None, 401, FailureClass.TOKEN, "http_401"),
        (None, 429, FailureClass.RETRY, "http_429"),
        (-230, 500, FailureClass.PERMANENT, "-230"),
        (-99999, 200, FailureClass.PERMANENT, "-99999"),
    ],
)
def test_answers_off_the_table_are_classed_too(
    error: object, http_status: int, failure_class: FailureClass, code: str
) -> None:
    told = failure(error, http_status)
    assert (told.failure_class, told.code) == (failure_class, code)


def test_too_many_requests_pause_for_a_minute() -> None:
    for told in (failure(-32), failure(None, 429)):
        assert told.retry_after is not None
        assert told.retry_after >= timedelta(seconds=60)


def test_a_generic_send_failure_is_repeated_once() -> None:
    told = failure(-200)
    assert (told.retryable, told.retries) == (True, 1)


def test_only_what_can_pass_by_itself_may_be_repeated() -> None:
    assert [failure(code).retryable for code in (-32, -216, -211, -100, -201, -224)] == [True] * 4 + [False] * 2


def test_what_may_have_been_done_is_never_simply_repeated() -> None:
    rule = OPENAPI_RULES[-32]
    assert not ZaloFailure(code="timeout", rule=rule, outcome_known=False).retryable


def test_all_failures_stand_in_our_tree() -> None:
    assert issubclass(ZaloFailure, OutsideFailure)
    assert (MediaUnavailable("slow").retryable, MediaRefused("host").retryable) == (True, False)
    assert ConsentNeeded("-14014").failure_class is FailureClass.ADMIN
