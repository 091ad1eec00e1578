"""A small OpenID Connect issuer on this machine: discovery, keys, tokens, and who somebody is."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = {"client_id": "renkei", "secret": "only-for-tests"}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeIssuer:
    """What it will say of who signs in; `spoil` changes its signed answer, `key` signs it."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "person-1"})
    told_openly: dict[str, Any] | None = None
    spoil: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    calls_itself: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.calls_itself or self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "jwks_uri": f"{self.address}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return 200, {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return 200, self.told_openly or self.person
        return self._token(form) if path == "/token" else (404, {})

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        right = (form.get("client_id"), form.get("client_secret"), form.get("code"), challenge)
        if right != ("renkei", "only-for-tests", "right", self.asked.get("code_challenge")):
            self.refused.append(str(form))
            return 400, {"error": "invalid_grant"}
        said = {
            "iss": self.address,
            "aud": "renkei",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": self.asked.get("nonce"),
            **self.person,
            **self.spoil,
        }
        signed = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def issuing() -> Iterator[FakeIssuer]:
    fake = FakeIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._give({name: values[0] for name, values in parse_qs(body).items()})

        def _give(self, form: dict[str, str]) -> None:
            status, told = fake.answer(urlsplit(self.path).path, form)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
