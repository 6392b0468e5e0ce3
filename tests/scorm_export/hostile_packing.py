"""Archives as no program makes them."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.scorm_export.limited import MIB

Add = Callable[[tarfile.TarFile], None]


def tar(path: Path, files: dict[str, bytes], *more: Add, mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as out:  # type: ignore[call-overload]  # the mode is one of its words
        for name, data in files.items():
            entry(name, data)(out)
        for add in more:
            add(out)
    return path


def entry(name: str, data: bytes = b"x", **header: object) -> Add:
    def add(out: tarfile.TarFile) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        for key, value in header.items():
            setattr(info, key, value)
        out.addfile(info, io.BytesIO(data) if info.size else None)

    return add


def raw(header: tarfile.TarInfo, mebibytes: int, fill: bytes = bytes(MIB)) -> Add:
    """Return a header with so much behind it, written without holding it in memory."""

    def add(out: tarfile.TarFile) -> None:
        assert out.fileobj
        out.fileobj.write(header.tobuf(format=tarfile.GNU_FORMAT))
        for _ in range(mebibytes):
            out.fileobj.write(fill)

    return add


def info(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size, made.type = size, kind
    return made


def zeros(size: int) -> Add:
    def add(out: tarfile.TarFile) -> None:
        out.addfile(info("static/z", size), io.BufferedReader(_Zeros(size)))

    return add


class _Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # RawIOBase gives a writable buffer
        size = min(len(view), self._left)
        view[:size] = bytes(size)
        self._left -= size
        return size


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return stream.getvalue()


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.write_bytes(zipped(files, method))
    return path


def listed(data: bytes, changed: Callable[[bytearray, int], None]) -> bytes:
    """Return the zip with each entry of its list changed (APPNOTE 4.3.12)."""
    made = bytearray(data)
    place = made.find(b"PK\1\2")
    while place >= 0:
        changed(made, place)
        place = made.find(b"PK\1\2", place + 4)
    return bytes(made)


def crowd(count: int) -> bytes:
    """Return a zip that is nothing but its list."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, count * len(one), 0, 0)
    return one * count + end


def crowd64(count: int) -> bytes:
    """Return the same with its real size in the large form only (APPNOTE 4.3.14)."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, count * len(one), 0)
    where = struct.pack("<4sLQL", b"PK\6\7", 0, count * len(one), 1)
    return one * count + large + where + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 100, 0, 0)


def overlapping(count: int) -> bytes:
    """Return a zip whose entries are all the same 20 MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = bytes(20 * MIB)
    data = packer.compress(plain) + packer.flush()
    sizes = (zlib.crc32(plain), len(data), len(plain))
    local = struct.pack("<4s2B4HL2L2H", b"PK\3\4", 20, 0, 0, 8, 0, 0, *sizes, 1, 0) + b"a" + data
    entries = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 8, 0, 0, *sizes, 6, 0, 0, 0, 0, 0, 0)
        + b"%06d" % number
        for number in range(count)
    )
    return local + entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(entries), len(local), 0)


def encrypted(data: bytes) -> bytes:
    made = bytearray(listed(data, lambda made, place: made.__setitem__(place + 8, made[place + 8] | 1)))
    place = made.find(b"PK\3\4")
    while place >= 0:
        made[place + 6] |= 1
        place = made.find(b"PK\3\4", place + 4)
    return bytes(made)
