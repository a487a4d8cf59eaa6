"""A message that may mean several things: one question, a tap or a few words, and nothing is typed twice."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from domain.conversations import ANSWER_TIME
from domain.staff import TaskKind
from domain.understanding import Category, Chat, Intent, Sender, Understanding
from handlers.arrivals import is_doubtful
from language.loader import load_interpreter
from storage import labelled_examples
from storage.tables import LabelledExample
from tests.journeys.town import Resident, Town
from ward.gazetteer import load_gazetteer

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AGAIN = " đó"
QUESTION = "chưa rõ ý anh/chị"
THINGS = ("cái đèn", "cái ví", "hồ sơ", "giấy khai sinh", "cái app", "cái chợ", "cái cống", "lớp học", "số nhà")
SUBJECTS = (
    "ví với cái chợ",
    "chuyện cái đèn",
    "hồ sơ với rác",
    "nước nôi hồ sơ",
    "giấy tờ cái cống",
    "lớp học bên đường",
    "mạng mẽo với giấy khai sinh",
    "số nhà trên ứng dụng",
)
ENDINGS = (
    "",
    " phường",
    " hôm trước",
    " ở phường bữa trước",
    " thì phường xem giùm",
    " đó phường ơi",
    " mình hỏi chút",
)
UNCLEAR = [
    "cái giấy hôm trước với cái chỗ đó",
    "cái chỗ đó với cán bộ phường",
    "vụ hôm bữa cán bộ",
    "cái vụ đó ai lo",
    "cái này phường xem giùm",
    *(f"{subject}{ending}" for subject in SUBJECTS for ending in ENDINGS),
    *(f"{one} với {other}{ending}" for one, other in permutations(THINGS, 2) for ending in ENDINGS),
]


@pytest.fixture
def hoa(town: Town) -> Resident:
    return town.resident("Hoa")


@pytest.fixture(scope="module")
def unclear() -> str:
    """Words that the present model is not sure of; they change when it is trained again."""
    interpreter = load_interpreter(ROOT / "templates/keywords.toml", load_gazetteer(ROOT / "ward/gazetteer.json"))
    understand = partial(interpreter.understand, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    twice = (text for text in UNCLEAR if offers_help_with(understand(text)) and is_doubtful(understand(text + AGAIN)))
    found = next(twice, None)
    assert found, "none of these is doubtful any more: add some that are"
    return found


def offers_help_with(meaning: Understanding) -> bool:
    """Whether it is doubtful, and its question offers all that is not a complaint."""
    return is_doubtful(meaning) and Intent.COMPLAINT not in meaning.likely


def examples(town: Town) -> list[LabelledExample]:
    with town.service.database.read() as work:
        return list(labelled_examples.all_of(work))


def test_a_doubtful_message_is_asked_about_once_with_buttons(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    assert len(hoa.heard_with(QUESTION)) == 1
    titles = [button.title for button in hoa.heard[0].buttons]
    assert "Gặp cán bộ" in titles
    assert len(titles) == 4
    assert not town.incidents
    assert not town.tasks


def test_a_tap_goes_on_with_what_was_sent(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.taps("Phản ánh sự cố")
    town.gathering_ends()
    assert town.incident.description == unclear
    assert not town.incident.lacks_content
    assert "PA-26-000001" in hoa.last


def test_the_second_tap_is_calm(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.taps("Cần hỗ trợ")
    assert offers_help(hoa)
    hoa.taps("Cần hỗ trợ")
    assert "đã được trả lời" in hoa.last
    assert len(examples(town)) == 1


def offers_help(hoa: Resident) -> bool:
    return "Cần người giúp" in [button.title for button in hoa.heard[-1].buttons]


@pytest.mark.parametrize("words", ["cần hỗ trợ", "CAN HO TRO"])
def test_a_choice_may_be_typed(town: Town, hoa: Resident, unclear: str, words: str) -> None:
    hoa.says(unclear)
    hoa.says(words)
    assert offers_help(hoa)
    assert not town.tasks


def test_a_choice_that_has_no_button_may_be_typed_too(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.says("tố cáo")
    assert [task.kind for task in town.tasks] == [TaskKind.COMPLAINT]


def test_a_number_names_a_button(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    titles = [button.title for button in hoa.heard[0].buttons]
    hoa.says(str(titles.index("Phản ánh sự cố") + 1))
    town.gathering_ends()
    assert town.incident.description == unclear


def test_words_that_make_it_clear_join_what_was_sent(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.says("rác thải bốc mùi hôi, đống rác to chưa ai dọn ở đường Mẹ Thứ")
    assert town.incident.category is Category.WASTE
    assert unclear in town.incident.description
    assert len(hoa.heard_with(QUESTION)) == 1


def test_a_photo_shows_that_something_happened(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.sends_photos(1)
    town.gathering_ends()
    assert (town.incident.photos, town.incident.description) == (1, unclear)


def test_what_stays_unclear_goes_to_a_human_with_both_messages(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.says(unclear + AGAIN)
    (task,) = town.tasks
    assert task.kind is TaskKind.UNCLEAR
    assert task.words.count(unclear) == 2
    assert "Đã báo cán bộ" in hoa.last


def test_who_never_answers_is_not_forgotten(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    town.pass_time(seconds=(ANSWER_TIME + timedelta(seconds=1)).total_seconds())
    assert len(town.incidents) + len(town.tasks) == 1


def test_the_office_can_be_asked_for_instead(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(unclear)
    hoa.taps("Gặp cán bộ")
    assert len(hoa.heard_with("Đã báo cán bộ")) == 1
    hoa.taps("Cần hỗ trợ")
    assert "đã được trả lời" in hoa.last


def test_the_choice_is_learned_without_personal_data(town: Town, hoa: Resident, unclear: str) -> None:
    hoa.says(f"{unclear} 0905123456")
    if not hoa.heard_with(QUESTION):
        pytest.skip("a number makes this one clear")
    hoa.taps("Hỏi thông tin")
    (example,) = examples(town)
    assert (example.intent, example.category) == (Intent.QUESTION, None)
    assert unclear in example.text
    assert "0905123456" not in example.text


def test_danger_is_never_asked_about(town: Town, hoa: Resident) -> None:
    hoa.says("nhà tôi cháy gọi số mấy")
    assert not hoa.heard_with(QUESTION)
    assert hoa.heard_with("114")
    assert town.incident.urgent


@pytest.mark.parametrize("words", ["khong co", "không có", "Không có ạ"])
def test_a_bare_no_opens_no_case(town: Town, hoa: Resident, words: str) -> None:
    hoa.says(words)
    assert not town.incidents


def test_a_photo_before_the_words_of_a_suggestion_waits_for_them(town: Town, hoa: Resident) -> None:
    hoa.says("góp ý")
    hoa.sends_photos(1)
    town.gathering_ends()
    assert not town.incidents
    hoa.says("mong phường đặt thêm ghế ở đây")
    assert (town.incident.source, town.incident.photos) == ("suggestion", 1)
    assert town.incident.description == "mong phường đặt thêm ghế ở đây"


def test_a_photo_whose_suggestion_never_comes_is_not_lost(town: Town, hoa: Resident) -> None:
    hoa.says("góp ý")
    hoa.sends_photos(1)
    town.pass_time(seconds=(ANSWER_TIME + timedelta(seconds=1)).total_seconds())
    assert (town.incident.photos, town.incident.lacks_content) == (1, True)


def test_a_photo_and_another_wish_are_told_apart(town: Town, hoa: Resident) -> None:
    hoa.says("góp ý")
    hoa.sends_photos(1)
    hoa.says("cán bộ")
    assert town.incident.photos == 1
    assert [task.kind for task in town.tasks] == [TaskKind.TALK]
