"""The file of a backup: a tar of the database's dump, the files by their hash, and last a manifest of both."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any, cast

from renkei.config.operation.sealing import Opener, Sealer, is_sealed
from renkei.config.operation.trouble import damaged, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FORMAT = 1
DATABASE = "database.dump"
MANIFEST = "manifest.json"
FILE = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 256 << 20


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in a backup and what made it."""

    made_at: str
    versions: dict[str, str]
    migrations: dict[str, list[str]]
    members: list[Member] = field(default_factory=list)
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Raises RuleBroken `backup.damaged` or `backup.newer`."""
        try:
            said: dict[str, Any] = json.loads(data)
            if said["format"] != FORMAT:
                raise newer(str(said["versions"].get("renkei", "?")))
            members = [Member(**each) for each in said.pop("members")]
            return cls(**said, members=members)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise damaged(MANIFEST) from None


def newer(version: str) -> Exception:
    return trouble(
        "newer",
        f"この控えは新しい版の Renkei（{version}）のものです。同じか新しい版で戻してください。",
        f"This backup was made by a newer Renkei ({version}); restore it with that version or a later one.",
    )


class Hashed:
    """Reads through to another stream and keeps the hash and size of what was read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.digest, self.size = stream, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data

    def member(self, name: str) -> Member:
        return Member(name, self.size, self.digest.hexdigest())


class Writer:
    """Writes the members one after the other; `finish` adds the manifest."""

    def __init__(self, file: IO[bytes], passphrase: str | None) -> None:
        self.sealer = Sealer(file, passphrase) if passphrase is not None else None
        target: Any = self.sealer or file
        self.tar = tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.members: list[Member] = []

    def add(self, name: str, path: Path) -> Member:
        with path.open("rb") as stream:
            hashed = Hashed(stream)
            info = tarfile.TarInfo(name)
            info.size = path.stat().st_size
            self.tar.addfile(info, cast("IO[bytes]", hashed))
        self.members.append(hashed.member(name))
        return self.members[-1]

    def finish(self, manifest: Manifest) -> None:
        data = manifest.to_bytes()
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(data)
        self.tar.addfile(info, io.BytesIO(data))
        self.tar.close()
        if self.sealer:
            self.sealer.close()


@contextmanager
def whole() -> Iterator[None]:
    """Turn what tarfile says of an end that is missing into RuleBroken `backup.damaged`."""
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise damaged(str(error)) from None


def members(path: Path, passphrase: Callable[[], str]) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Yield name, size and content of each member; the passphrase is asked for where the file is sealed.

    Raises RuleBroken `backup.damaged`, `backup.wrong_passphrase`, `backup.strange`.
    """
    with path.open("rb") as file:
        stream: Any = Opener(file, passphrase()) if is_sealed(file) else file
        with whole(), tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info) if info.isreg() else None
                if content is None or not (info.name in {DATABASE, MANIFEST} or FILE.fullmatch(info.name)):
                    raise trouble(
                        "strange",
                        f"Renkei の控えではありません（{info.name}）。何も書き込んでいません。",
                        f"This is not a backup of Renkei ({info.name}). Nothing was written.",
                    )
                yield info.name, info.size, content


def verify(
    path: Path, passphrase: Callable[[], str], told: Callable[[int], None] = lambda _: None
) -> Manifest:
    """Read a backup to its end and compare each member with the manifest; `told` is called with bytes read.

    Raises RuleBroken as `members` does, and `backup.damaged` where anything is missing or differs.
    """
    found: list[Member] = []
    manifest: Manifest | None = None
    read = 0
    for name, size, content in members(path, passphrase):
        if name == MANIFEST:
            if size > _LARGEST_MANIFEST:
                raise damaged(MANIFEST)
            with whole():
                manifest = Manifest.from_bytes(content.read())
            continue
        hashed = Hashed(content)
        with whole():
            while block := hashed.read(_BLOCK):
                read += len(block)
                told(read)
        found.append(hashed.member(name))
        if hashed.size != size:
            raise damaged(name)
    if manifest is None:
        raise damaged(MANIFEST)
    _compare(manifest.members, found)
    return manifest


def _compare(promised: list[Member], found: list[Member]) -> None:
    for wanted, member in zip(promised, found, strict=False):
        named = FILE.fullmatch(member.name)
        if wanted != member or (named and "".join(named.groups()) != member.sha256):
            raise damaged(member.name)
    if len(promised) != len(found) or [each.name for each in found].count(DATABASE) != 1:
        raise damaged(MANIFEST)
