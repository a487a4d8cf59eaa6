"""Danger told without a cry for help is urgent; the same words about the past, a play or a worry are not."""

from datetime import datetime

import pytest

from domain.understanding import Chat, Sender
from language.interpreter import Interpreter

NOW = datetime.fromisoformat("2026-12-08T10:00:00+07:00")


def is_urgent(interpreter: Interpreter, text: str) -> bool:
    return interpreter.understand(text, now=NOW, sender=Sender.RESIDENT, chat=Chat.PRIVATE).urgent


@pytest.mark.parametrize(
    "text",
    [
        "Ba tôi tự dưng méo miệng, nói không thành tiếng, nhà chỉ có mình tôi",
        "thang may chung cu ket giua tang 5, ben trong co ba bau keu la",
        "ghe chở cát lật giữa sông, hai người đang chới với",
        "giàn giáo sập, mấy chú thợ bị đè phía dưới còn rên",
        "có ông lạ bám theo em từ chỗ học tới giờ, em núp trong tiệm sợ lắm",
        "nhà bên ăn nấm xong cả nhà sùi bọt mép nằm la liệt",
        "cây đổ đè trúng xe có người kẹt cứng không ra được ở Phạm Hùng",
    ],
)
def test_somebody_in_danger_needs_no_cry_for_help(interpreter: Interpreter, text: str) -> None:
    assert is_urgent(interpreter, text)


@pytest.mark.parametrize(
    "text",
    [
        "tối qua xem phim tàu lật giữa biển ai cũng chìm hết mà hay ghê",
        "năm ngoái ghe lật giữa sông, may có mấy chú cứu được",
        "phường có lớp dạy bơi chống đuối nước cho mấy đứa nhỏ không",
        "bài văn tả đám cháy của con tôi được giải nhất, xin khoe với phường",
        "cảm ơn mấy anh hôm bữa kéo giúp xe tôi bị kẹt dưới mương",
    ],
)
def test_what_is_past_played_or_only_feared_is_not_urgent(interpreter: Interpreter, text: str) -> None:
    assert not is_urgent(interpreter, text)
