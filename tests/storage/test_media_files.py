"""Files lie under their hash, whole or not at all, and no name leads out of the folder."""

from pathlib import Path

import pytest

from domain.errors import NotFound
from storage.media_files import MediaFiles, type_by_content

HASH = "ab" * 32


def test_a_file_and_its_thumbnail_are_found_again(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    files.keep(HASH, b"photo", b"small")
    assert files.path(HASH).read_bytes() == b"photo"
    assert files.thumbnail_path(HASH).read_bytes() == b"small"


def test_keeping_twice_leaves_one_file(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    files.keep(HASH, b"photo")
    files.keep(HASH, b"photo")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [HASH]


@pytest.mark.parametrize("name", ["", "../" * 10 + "etc/passwd", "a" * 63, "A" * 64, HASH + "\n", HASH + "/.."])
def test_only_a_hash_names_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        MediaFiles(tmp_path).path(name)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"#!AMR\n", "audio/amr"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"<script>alert(1)</script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_content(content: bytes, mime: str) -> None:
    assert type_by_content(content) == mime
