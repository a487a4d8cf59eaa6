"""When a message in a group calls the bot, in every way that a phone or a person spells it."""

import pytest

from domain.group_speech import Address
from language.group_address import GroupEar

EAR = GroupEar("4400000000000000001", ["Phường Hòa Xuân", "UBND phường Hòa Xuân"])


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("#baocao sáng nay tổ 12 hướng dẫn 35 bà con", Address.TAG, "sáng nay tổ 12 hướng dẫn 35 bà con"),
        ("#BáoCáo: tổ 12 họp", Address.TAG, "tổ 12 họp"),
        ("#báo cáo tổ 12 họp", Address.TAG, "tổ 12 họp"),
        ("# bao cao tổ 12 họp", Address.TAG, "tổ 12 họp"),
        ("tổ 12 họp #baocao", Address.TAG, "tổ 12 họp"),
        ("[@4400000000000000001] #baocao tổ 12 họp", Address.TAG, "tổ 12 họp"),
        ("#baocao", Address.TAG, ""),
        ("[@4400000000000000001] hạn báo cáo", Address.MENTION, "hạn báo cáo"),
        ("@Phường Hòa Xuân hạn báo cáo", Address.MENTION, "hạn báo cáo"),
        ("hạn báo cáo @ubnd phuong hoa xuan", Address.MENTION, "hạn báo cáo"),
        ("[@8800000000000000002] anh xem giúp em", Address.NONE, "anh xem giúp em"),
        ("@Phường Hòa Quý hạn báo cáo", Address.NONE, "@Phường Hòa Quý hạn báo cáo"),
        ("#hanhphuc cả nhà", Address.NONE, "#hanhphuc cả nhà"),
        ("#baocaophim hay lắm", Address.NONE, "#baocaophim hay lắm"),
        ("mai ra quân nha bà con", Address.NONE, "mai ra quân nha bà con"),
        ("gửi mail cho lan@hoaxuan.vn", Address.NONE, "gửi mail cho lan@hoaxuan.vn"),
        ("", Address.NONE, ""),
    ],
)
def test_a_call_is_heard_and_taken_out_of_the_words(text: str, address: Address, words: str) -> None:
    heard = EAR.hear(text)
    assert (heard.address, heard.words) == (address, words)


def test_hostile_words_end_soon() -> None:
    assert EAR.hear("[@" * 5000 + "@#" * 5000 + "# a" * 5000).address is Address.NONE
