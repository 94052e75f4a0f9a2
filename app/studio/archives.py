"""Packages as zip files. What goes out is the folder as it stands in git, byte for byte; what comes in is not believed.

An archive is read entry by entry within limits, and nothing of it ever touches the disk. Each refusal names the entry.
"""

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from app.problems.errors import UnfitArchive
from app.problems.loader import MAX_FILE
from app.studio.drafts import MAX_FILES, MAX_PACKAGE, MAX_PATH, Files

MOST_ENTRIES = 2 * MAX_FILES  # folders are entries too
MAX_RATIO = 200  # text shrinks twenty times or so; only what was made for it shrinks more
RATIO_FROM = 16 * 1024  # below this many bytes unpacked, a large ratio harms nobody
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16
_CHUNK = 64 * 1024
_ENTRY = b"PK\x01\x02"
_LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of a package by path; `slug` is the folder they lay in, None where there was none."""

    slug: str | None
    files: dict[str, str]


def pack(pattern: str, slug: str, files: Files) -> bytes:
    """The package as `<pattern>/<slug>/…`. The same files always give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{pattern}/{slug}/{path}", _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _MODE, 3
            archive.writestr(entry, files[path].encode())
    return target.getvalue()


def unpack(data: bytes) -> Unpacked:
    """The package in an archive. UnfitArchive for everything that is none, or that would not stay within a package."""
    if data.count(_ENTRY) > 2 * MOST_ENTRIES:  # before the list of entries is read into memory
        raise UnfitArchive(f"The archive holds more than {MOST_ENTRIES} entries.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _placed(_read_all(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error) as error:
        raise UnfitArchive("This is no zip archive that can be read. Export it again.") from error


def _read_all(archive: zipfile.ZipFile) -> dict[str, str]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UnfitArchive(f"The archive holds more than {MOST_ENTRIES} entries.")
    found: dict[str, str] = {}
    folded: dict[str, str] = {}
    total = 0
    for entry in entries:
        _refuse(entry)
        name = entry.filename
        if entry.is_dir() or name.startswith(_LEFT_BY_SYSTEMS) or name.endswith(_LEFT_BY_SYSTEMS):
            continue
        if (other := folded.setdefault(name.casefold(), name)) != name or name in found:
            raise _unfit(entry, f"it is there twice, or is one with {other!r} where capital letters do not count")
        data = _read(archive, entry, MAX_PACKAGE - total)
        total += len(data)
        try:
            found[name] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _unfit(entry, "it is not UTF-8 text") from error
    return found


def _refuse(entry: zipfile.ZipInfo) -> None:
    """Whatever can be known of an entry before it is unpacked."""
    name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
    parts = name.rstrip("/").split("/")
    if len(name) > 2 * MAX_PATH:
        raise _unfit(entry, "its name is too long")
    if name != entry.orig_filename or "\\" in name or ":" in name or not name.isprintable():
        raise _unfit(entry, "its name holds what no name of a file does")
    if {"", ".", ".."} & set(parts):
        raise _unfit(entry, "it leads out of the archive")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unfit(entry, "it is a link or a device, not a file")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _unfit(entry, "it is packed in an unusual way")
    if entry.flag_bits & 0x1:
        raise _unfit(entry, "it is encrypted")
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise _unfit(entry, f"it unpacks to more than {MAX_RATIO} times its size")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of an entry, counted as they come: what an archive says of its own sizes is not believed."""
    data = bytearray()
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            data += chunk
            if len(data) > MAX_FILE:
                raise _unfit(entry, f"it is over {MAX_FILE // 1024} KiB")
            if len(data) > left:
                raise _unfit(entry, f"with it the package is over {MAX_PACKAGE >> 20} MiB")
    return bytes(data)


def _placed(found: dict[str, str]) -> Unpacked:
    """The files from the folder of problem.yaml on; whatever lies outside of it is refused."""
    roots = [name.removesuffix("problem.yaml") for name in found if name.split("/")[-1] == "problem.yaml"]
    if not roots:
        raise UnfitArchive("The archive holds no problem.yaml, so it is no package.")
    if len(roots) > 1:
        raise UnfitArchive(f"The archive holds several packages: {', '.join(sorted(roots)[:5])}. Import one at a time.")
    root = roots[0]
    for name in found:
        if not name.startswith(root):
            raise UnfitArchive(f"{_shown(name)} lies outside of the package's folder {root!r}.", entry=_shown(name))
    folders = root.rstrip("/").split("/")
    return Unpacked(folders[-1] or None, {name.removeprefix(root): text for name, text in found.items()})


def _unfit(entry: zipfile.ZipInfo, why: str) -> UnfitArchive:
    name = _shown(entry.filename)
    return UnfitArchive(f"{name!r} cannot be taken: {why}. Nothing was imported.", entry=name)


def _shown(name: str) -> str:
    return name[:MAX_PATH].encode("utf-8", "replace").decode()
