"""Encryption of a stream under a passphrase, in blocks that can be checked one by one.

The key comes from the passphrase by scrypt; each block is AES-256-GCM. The number of the block and whether it is
the last stand in its nonce (the STREAM construction), so that blocks cannot be dropped, repeated or reordered and
an end that was cut off shows. docs/adr/0012-backups.md describes the format.
"""

from __future__ import annotations

import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from renkei.config.operation.trouble import damaged, trouble

MAGIC = b"renkei-sealed-1\n"
SALT, PREFIX, TAG = 16, 7, 16
BLOCK = 1 << 20
SHORTEST_PASSPHRASE = 12
_COST = {"n": 1 << 16, "r": 8, "p": 1}  # 64 MiB and a fraction of a second for every guess


def check_passphrase(passphrase: str) -> str:
    """Return the passphrase. Raises RuleBroken `backup.passphrase_short` below 12 characters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise trouble(
            "passphrase_short",
            f"合言葉は{SHORTEST_PASSPHRASE}文字以上にしてください",
            f"The passphrase needs {SHORTEST_PASSPHRASE} characters or more",
        )
    return passphrase


class _Cipher:
    def __init__(self, passphrase: str, header: bytes) -> None:
        salt, self.prefix = header[len(MAGIC) : -PREFIX], header[-PREFIX:]
        self.header = header
        self.key = AESGCM(Scrypt(salt=salt, length=32, **_COST).derive(passphrase.encode()))
        self.number = 0

    def nonce(self, *, last: bool) -> bytes:
        self.number += 1
        return self.prefix + self.number.to_bytes(4, "big") + bytes([last])


class Sealer:
    """Writes a sealed stream; `close` writes the last block and leaves the file open."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        header = MAGIC + os.urandom(SALT + PREFIX)
        self.file, self.cipher, self.kept = file, _Cipher(passphrase, header), bytearray()
        file.write(header)

    def write(self, data: bytes) -> int:
        self.kept += data
        while len(self.kept) > BLOCK:
            self._seal(bytes(self.kept[:BLOCK]), last=False)
            del self.kept[:BLOCK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self.kept), last=True)

    def _seal(self, block: bytes, *, last: bool) -> None:
        self.file.write(self.cipher.key.encrypt(self.cipher.nonce(last=last), block, self.cipher.header))


class Opener:
    """Reads a sealed stream. Raises RuleBroken `backup.wrong_passphrase` or `backup.damaged`."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        header = file.read(len(MAGIC) + SALT + PREFIX)
        if len(header) < len(MAGIC) + SALT + PREFIX:
            raise damaged("head")
        self.file, self.cipher, self.kept = file, _Cipher(passphrase, header), bytearray()
        self.ahead = file.read(BLOCK + TAG)
        if len(self.ahead) < TAG:  # even an empty stream has its last block
            raise damaged("seal")

    def read(self, size: int = -1) -> bytes:
        while self.ahead and (size < 0 or len(self.kept) < size):
            block, self.ahead = self.ahead, self.file.read(BLOCK + TAG)
            self.kept += self._open(block, last=not self.ahead)
        size = len(self.kept) if size < 0 else size
        data = bytes(self.kept[:size])
        del self.kept[:size]
        return data

    def _open(self, block: bytes, *, last: bool) -> bytes:
        nonce = self.cipher.nonce(last=last)
        try:
            return self.cipher.key.decrypt(nonce, block, self.cipher.header)
        except InvalidTag:
            if self.cipher.number > 1:
                raise damaged("seal") from None
            raise trouble(
                "wrong_passphrase",
                "合言葉が違うか、控えのファイルが壊れています。何も書き込んでいません。",
                "The passphrase is wrong or the backup is damaged. Nothing was written.",
            ) from None


def is_sealed(file: IO[bytes]) -> bool:
    """Tell whether a file at its beginning is sealed, and go back to the beginning."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found
