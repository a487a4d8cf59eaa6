"""Bytes are found again by their hash, lie whole or not at all, and no key leads out of the directory."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadData
from storage.media_files import MediaFiles, sniff_mime
from storage.pictures import prepare_picture
from tests.storage.pictures import encoded, striped


def files_under(directory: Path) -> list[str]:
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


def test_a_picture_lies_under_its_hash_with_its_thumbnail_beside(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path / "media")
    picture = prepare_picture(encoded(striped(640, 480)))
    kept = files.keep_picture(picture)
    key = picture.sha256
    folder = f"{key[:2]}/{key[2:4]}"
    assert files_under(tmp_path / "media") == [f"{folder}/{key}.jpg", f"{folder}/{key}.thumbnail.jpg"]
    assert files.read(key) == picture.content
    assert files.thumbnail_path(key).read_bytes() == picture.thumbnail
    assert (kept.sha256, kept.mime, kept.size) == (key, "image/jpeg", len(picture.content))


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    assert files.keep_file(b"%PDF-1.7 one") == files.keep_file(b"%PDF-1.7 one")
    assert len(files_under(tmp_path)) == 1


def test_any_other_file_lies_under_its_hash_and_the_suffix_of_its_content(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    content = b"#!AMR\nvoice"
    kept = files.keep_file(content)
    assert (kept.mime, kept.sha256) == ("audio/amr", hashlib.sha256(content).hexdigest())
    assert files.path(kept.sha256, mime=kept.mime).suffix == ".amr"
    assert files.read(kept.sha256, mime=kept.mime) == content
    assert files.has(kept.sha256, mime=kept.mime)


def test_a_file_cut_short_by_a_crash_is_written_anew(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    kept = files.keep_file(b"%PDF-1.7 whole")
    files.path(kept.sha256, mime=kept.mime).write_bytes(b"%PDF")
    files.keep_file(b"%PDF-1.7 whole")
    assert files.read(kept.sha256, mime=kept.mime) == b"%PDF-1.7 whole"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    content = b"%PDF-1.7 blocked"
    target = files.path(hashlib.sha256(content).hexdigest(), mime="application/pdf")
    target.mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        files.keep_file(content)
    assert files_under(tmp_path) == []


def test_what_is_not_kept_is_said_so(tmp_path: Path) -> None:
    files = MediaFiles(tmp_path)
    assert not files.has("0" * 64)
    with pytest.raises(FileNotFoundError):
        files.read("0" * 64)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "0" * 64 + "\n"])
def test_a_key_that_is_no_hash_is_refused(tmp_path: Path, key: str) -> None:
    for find in (MediaFiles(tmp_path).path, MediaFiles(tmp_path).thumbnail_path):
        with pytest.raises(BadData):
            find(key)


@given(st.text(max_size=70))
def test_no_mime_leads_out_of_the_directory(mime: str) -> None:
    path = MediaFiles(Path("media")).path("ab" * 32, mime=mime)
    assert path.parent == Path("media/ab/ab")


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"PK\x03\x04docx", "application/zip"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x143gp", "application/octet-stream"),
        (b"\x00\x00\x00\x14ftyp3gp4", "video/3gpp"),
        (b"RIFF....WAVEfmt ", "audio/wav"),
        (b"<html><script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_content(content: bytes, mime: str) -> None:
    assert sniff_mime(content) == mime
