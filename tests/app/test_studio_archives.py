"""Packages as zip files: the same bytes as in git, and nothing hostile gets further than its name."""

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from app.problems import bank
from app.problems.errors import UnfitArchive
from app.problems.loader import load_folder
from app.studio import archives

ROOT = Path(__file__).parents[2] / "problems"
SPEC = ("metrics/double/problem.yaml", b"format: 1\n")


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def special(name: str, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (kind | 0o777) << 16
    return entry


@pytest.mark.parametrize("folder", bank.find_folders(ROOT), ids=lambda folder: folder.name)
def test_every_package_of_the_bank_comes_back_byte_for_byte(folder, tmp_path) -> None:
    on_disk = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    package = load_folder(folder)
    data = archives.pack(package.pattern, package.slug, package.files)
    assert data == archives.pack(package.pattern, package.slug, dict(reversed(package.files.items())))
    found = archives.unpack(data)
    assert (package.slug, on_disk) == (found.slug, {path: text.encode() for path, text in found.files.items()})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    there = tmp_path / package.pattern / package.slug
    assert on_disk == {
        path.relative_to(there).as_posix(): path.read_bytes() for path in there.rglob("*") if path.is_file()
    }


def test_line_ends_and_strange_characters_come_back_as_they_were() -> None:
    files = {"problem.yaml": "a\r\nb\rc\n", "starter.py": "\ufeff\x00\u2028é"}
    assert files == archives.unpack(archives.pack("metrics", "double", files)).files


def test_a_package_may_lie_in_any_folder_or_none() -> None:
    assert archives.Unpacked(None, {"problem.yaml": "x"}) == archives.unpack(zipped(("problem.yaml", b"x")))
    found = archives.unpack(zipped(("a/", b""), ("a/b/problem.yaml", b"x"), ("__MACOSX/a/b/._x", b"\xff")))
    assert archives.Unpacked("b", {"problem.yaml": "x"}) == found


HOSTILE = [
    ("metrics/double/../../etc/passwd", b"x", "leads out"),
    ("/etc/passwd", b"x", "leads out"),
    ("metrics/double/./grader.py", b"x", "leads out"),
    ("metrics//double/grader.py", b"x", "leads out"),
    ("C:/windows/x.py", b"x", "no name of a file"),
    ("metrics\\double\\x.py", b"x", "no name of a file"),
    ("metrics/double/a\nb.py", b"x", "no name of a file"),
    ("metrics/double/\u202egrader.py", b"x", "no name of a file"),
    ("metrics/double/" + "x" * 400, b"x", "too long"),
    (special("metrics/double/grader.py", stat.S_IFLNK), b"/etc/passwd", "link or a device"),
    (special("metrics/double/grader.py", stat.S_IFIFO), b"", "link or a device"),
    ("metrics/double/grader.py", b"\xff\xfe", "not UTF-8"),
    ("metrics/double/PROBLEM.yaml", b"x", "capital letters"),
    ("metrics/double/grader.py", b"\0" * 500_000, "times its size"),
    ("metrics/other/grader.py", b"x", "outside of the package's folder"),
]


@pytest.mark.parametrize(("name", "data", "why"), HOSTILE, ids=[why for _, _, why in HOSTILE])
def test_an_entry_that_is_no_file_of_a_package_is_named_and_refused(name, data, why) -> None:
    with pytest.raises(UnfitArchive, match=why) as refused:
        archives.unpack(zipped(SPEC, (name, data)))
    assert refused.value.fields["entry"]


def test_a_name_that_is_there_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(SPEC, SPEC)
    with pytest.raises(UnfitArchive, match="twice"):
        archives.unpack(data)


def test_a_large_file_or_package_is_refused_before_it_is_unpacked_whole(monkeypatch) -> None:
    noise = bytes(range(32, 127)) * 6000
    with pytest.raises(UnfitArchive, match="over 512 KiB"):
        archives.unpack(zipped(SPEC, ("metrics/double/grader.py", noise), method=zipfile.ZIP_STORED))
    monkeypatch.setattr(archives, "MAX_PACKAGE", 1000)
    with pytest.raises(UnfitArchive, match="with it the package"):
        archives.unpack(zipped(SPEC, ("metrics/double/grader.py", noise[:2000])))


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(zipped(SPEC, ("metrics/double/grader.py", b" " * 5_000_000)))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)  # it says that it unpacks to ten bytes
    with pytest.raises(UnfitArchive):
        archives.unpack(bytes(data))


def test_bytes_that_do_not_unpack_are_refused() -> None:
    data = bytearray(zipped(SPEC, ("metrics/double/grader.py", b"abcdefgh" * 100)))
    at = data.rindex(b"grader.py", 0, data.index(b"PK\x01\x02")) + len(b"grader.py")
    data[at : at + 8] = b"\xff" * 8
    with pytest.raises(UnfitArchive):
        archives.unpack(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_another_way_is_refused(method) -> None:
    with pytest.raises(UnfitArchive, match="unusual way"):
        archives.unpack(zipped(SPEC, method=method))


def test_a_million_entries_are_refused_without_listing_them() -> None:
    one = b"PK\x01\x02" + bytes(42)
    with pytest.raises(UnfitArchive, match="more than 800 entries"):
        archives.unpack(one * 80_000)
    with pytest.raises(UnfitArchive, match="more than 800 entries"):
        archives.unpack(zipped(SPEC, *((f"metrics/double/{n}/", b"") for n in range(801))))


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 1000, zipped()[:10], zipped(("a/b.py", b"x")), zipped(SPEC)[:-30]])
def test_what_is_no_package_is_refused(data) -> None:
    with pytest.raises(UnfitArchive):
        archives.unpack(data)


def test_several_packages_are_refused() -> None:
    with pytest.raises(UnfitArchive, match="several packages"):
        archives.unpack(zipped(SPEC, ("metrics/other/problem.yaml", b"x")))
