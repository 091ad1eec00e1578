import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_tests_reach_nobody_outside() -> None:
    outside = socket.socket()
    try:
        with pytest.raises((SocketConnectBlockedError, UserWarning)):
            outside.connect(("192.0.2.1", 80))
    finally:
        outside.close()
