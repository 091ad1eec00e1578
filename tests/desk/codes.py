"""One-time codes as an app on a telephone makes them, written after RFC 6238."""

import base64
import hashlib
import hmac
import re
import struct
import time


def code_of(secret: str, at: float | None = None) -> str:
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def secret_on(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found is not None
    return found[1].replace(" ", "")


def recovery_codes_on(page: str) -> list[str]:
    return re.findall(r'<code class="secret">(\d{8})</code>', page)
