"""Danger told without a cry for help is urgent; the same words about the past, a play or a worry are not."""

import math
from datetime import datetime

import pytest

from domain.understanding import Chat, Intent, Sender
from language.intents import MessageWeights, Verdict, judge
from language.interpreter import Interpreter
from language.model import FeatureNumbers, KnownFeatures, Model

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


class FixedModel(Model):
    """Says always the same, whatever was written."""

    @classmethod
    def saying(cls, **scores: dict[str, float]) -> "FixedModel":
        model = cls(trained_on="", numbers=FeatureNumbers(b""), heads={})
        object.__setattr__(model, "fixed", scores)
        return model

    def scores(self, head: str, known: KnownFeatures) -> dict[str, float]:
        return dict(vars(self)["fixed"][head])


def judged(interpreter: Interpreter, *, incident: float, danger: float) -> Verdict:
    chances = {"smalltalk": math.log(0.6), "question": math.log(1e-4), "incident": math.log(incident)}
    chances |= {name: math.log(1e-4) for name in ("support_request", "activity_report", "complaint", "spam")}
    model = FixedModel.saying(
        intent=chances, urgency={"yes": danger, "no": 0.0}, category={"khac": 0.0, "dong_vat": -1.0}
    )
    reading = interpreter.read("mấy đứa nhỏ nghịch ngoài đó", sender=Sender.RESIDENT, chat=Chat.PRIVATE)
    return judge(reading, MessageWeights(of_messages=model, of_topics=model))


@pytest.mark.parametrize(
    ("incident", "danger", "intent"),
    [
        (0.3, 6.0, Intent.INCIDENT),
        (0.3, 0.5, Intent.SMALLTALK),
        (0.01, 9.0, Intent.SMALLTALK),
    ],
)
def test_a_danger_that_outweighs_the_doubt_is_no_chat(
    interpreter: Interpreter, incident: float, danger: float, intent: Intent
) -> None:
    verdict = judged(interpreter, incident=incident, danger=danger)
    assert (verdict.intent, verdict.urgent) == (intent, intent is Intent.INCIDENT)
