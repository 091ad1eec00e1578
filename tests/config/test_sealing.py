"""A sealed stream comes back as it was, or not at all."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renkei.config.operation import sealing
from renkei.config.operation.sealing import Opener, Sealer, check_passphrase, is_sealed
from renkei.kernel.errors import RuleBroken

PASSPHRASE = "見本の合言葉はとても長いもの"


@pytest.fixture(autouse=True, scope="module")
def _quick():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_COST", {"n": 16, "r": 8, "p": 1})
        patch.setattr(sealing, "BLOCK", 32)
        yield


def sealed(data: bytes, pieces: int = 7) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, PASSPHRASE)
    for start in range(0, len(data), pieces):
        sealer.write(data[start : start + pieces])
    sealer.close()
    return file.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    opener, found = Opener(io.BytesIO(data), passphrase), b""
    while block := opener.read(13):
        found += block
    return found


LENGTHS = st.sampled_from([0, 1, 31, 32, 33, 64, 65, 200])


class TestSealed:
    @given(st.binary(max_size=200), st.integers(1, 80))
    @settings(max_examples=40, deadline=None)
    def test_what_was_sealed_opens_again(self, data, pieces):
        found = sealed(data, pieces)
        assert is_sealed(io.BytesIO(found))
        assert opened(found) == data
        assert len(data) < 8 or data not in found[len(sealing.MAGIC) :]

    @given(LENGTHS, st.data())
    @settings(max_examples=60, deadline=None)
    def test_a_changed_or_shortened_stream_never_opens(self, length, data):
        found = bytearray(sealed(bytes(range(length))))
        at = data.draw(st.integers(len(sealing.MAGIC), len(found) - 1))
        changed = bytearray(found)
        changed[at] ^= 1
        for wrong in (bytes(changed), bytes(found[:at])):
            with pytest.raises(RuleBroken) as refused:
                opened(wrong)
            assert refused.value.code in {"backup.damaged", "backup.wrong_passphrase"}

    def test_an_end_cut_off_between_two_blocks_shows(self):
        found = sealed(bytes(96))
        with pytest.raises(RuleBroken) as refused:
            opened(found[: -(32 + sealing.TAG)])
        assert refused.value.code == "backup.damaged"

    def test_another_passphrase_does_not_open_it(self):
        with pytest.raises(RuleBroken) as refused:
            opened(sealed(b"x" * 100), "another passphrase")
        assert refused.value.code == "backup.wrong_passphrase"


def test_a_short_passphrase_is_refused():
    with pytest.raises(RuleBroken) as refused:
        check_passphrase("short")
    assert refused.value.code == "backup.passphrase_short"
    assert check_passphrase(PASSPHRASE) == PASSPHRASE
