"""Write the encoder as an ONNX graph with 4-bit matrices, for a text at a time: token numbers in, mean vector out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from renkei.matching.engine.packed import FourBit, Packed

OPSET = 21
CONTRIB = "com.microsoft"
EIGHT_BIT_ACTIVATIONS = 4  # MatMulNBits' accuracy_level: activations in blocks of eight bits, row by row


class _Graph:
    """Nodes and constants of a graph under construction; every method returns the name of its result."""

    def __init__(self, epsilon: float) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.epsilon = epsilon
        self.first = self.constant("first", np.array([0], np.int64))

    def constant(self, name: str, array: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **settings))
        return output

    def norm(self, value: str, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        inputs = [value, self.constant(name + ".w", weight), self.constant(name + ".b", bias)]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=self.epsilon)

    def dense(self, value: str, name: str, weights: FourBit, bias: NDArray[np.float32]) -> str:
        """Multiply by 4-bit weights and add the bias."""
        rows, blocks, size = weights.codes.shape
        packed = weights.codes[:, :, 0::2] | (weights.codes[:, :, 1::2] << 4)
        inputs = [
            value,
            self.constant(name + ".codes", packed.astype(np.uint8)),
            self.constant(name + ".scales", weights.scales.reshape(-1)),
        ]
        product = self.node(
            "MatMulNBits",
            inputs,
            name + ".product",
            CONTRIB,
            K=blocks * size,
            N=rows,
            bits=4,
            block_size=size,
            accuracy_level=EIGHT_BIT_ACTIVATIONS,
        )
        return self.node("Add", [product, self.constant(name + ".bias", bias)], name)


def build(packed: Packed, kept: NDArray[np.int64]) -> bytes:
    """Return the serialised model for the pieces `kept` (old numbers, in their new order).

    Input `ids`: int64 (tokens,). Output `mean`: float32 (width,), not normalised.
    """
    shape = packed.shape
    graph = _Graph(shape.epsilon)
    value = _embedding(graph, packed, kept)
    for layer in range(shape.layers):
        value = _layer(graph, packed, value, f"l{layer}.")
    graph.node("ReduceMean", [value, graph.first], "mean", keepdims=0)
    made = helper.make_graph(
        graph.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
        [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [shape.width])],
        graph.constants,
    )
    model = helper.make_model(
        made,
        producer_name="renkei",
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
        ir_version=10,
    )
    return bytes(model.SerializeToString(deterministic=True))


def _embedding(graph: _Graph, packed: Packed, kept: NDArray[np.int64]) -> str:
    word = packed.four_bit["emb.word"]
    codes, scales = word.codes[kept], word.scales[kept]
    signed = (codes.astype(np.int16) - 8).reshape(len(kept), -1) & 0x0F
    halves = (signed[:, 0::2] | (signed[:, 1::2] << 4)).astype(np.uint8)
    graph.constants.append(
        helper.make_tensor(
            "words", TensorProto.INT4, [len(kept), signed.shape[1]], halves.tobytes(), raw=True
        )
    )
    words = graph.node(
        "GatherBlockQuantized",
        ["words", "ids", graph.constant("words.scales", scales)],
        "word",
        CONTRIB,
        gather_axis=0,
        quantize_axis=1,
        block_size=codes.shape[2],
    )
    length = graph.node("Shape", ["ids"], "length")
    places = (
        packed.plain["emb.pos"].reshape(packed.shape.positions, -1)
        + packed.plain["emb.type"][: packed.shape.width]
    )
    place = graph.node("Slice", [graph.constant("places", places), graph.first, length, graph.first], "place")
    total = graph.node("Add", [words, place], "sum")
    return graph.norm(total, "start", packed.plain["emb.ln.w"], packed.plain["emb.ln.b"])


def _layer(graph: _Graph, packed: Packed, value: str, name: str) -> str:
    def dense(source: str, part: str) -> str:
        return graph.dense(
            source, name + part, packed.four_bit[f"{name}{part}.w"], packed.plain[f"{name}{part}.b"]
        )

    heads = [
        graph.node("Unsqueeze", [dense(value, part), graph.first], f"{name}{part}.batch")
        for part in ("q", "k", "v")
    ]
    attended = graph.node(
        "MultiHeadAttention", heads, name + "attended", CONTRIB, num_heads=packed.shape.heads
    )
    flat = graph.node("Squeeze", [attended, graph.first], name + "flat")
    mixed = graph.node("Add", [value, dense(flat, "ao")], name + "mixed")
    value = graph.norm(mixed, name + "aln", packed.plain[name + "aln.w"], packed.plain[name + "aln.b"])
    inner = graph.node("Gelu", [dense(value, "fi")], name + "inner")
    summed = graph.node("Add", [value, dense(inner, "fo")], name + "summed")
    return graph.norm(summed, name + "oln", packed.plain[name + "oln.w"], packed.plain[name + "oln.b"])
