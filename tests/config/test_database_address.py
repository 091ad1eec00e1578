from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renkei.config.postgres import database_settings
from renkei.kernel.errors import RuleBroken

HOME = Path("/somewhere")
words = st.text(alphabet="aZ9@:/?#%&= 連携", min_size=1, max_size=8)


def test_without_an_address_the_embedded_server_is_meant_and_not_started(tmp_path: Path) -> None:
    settings = database_settings(tmp_path / "home", None)
    assert settings["ENGINE"] == "renkei.config.postgres"
    assert settings["HOST"] == str(tmp_path / "home" / "postgres")
    assert not (tmp_path / "home").exists()


@given(user=words, password=words, name=words)
def test_every_character_survives_in_an_address(user: str, password: str, name: str) -> None:
    parts = (quote(part, safe="") for part in (user, password, name))
    settings = database_settings(HOME, "postgresql://{}:{}@db.example:6543/{}".format(*parts))
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == (user, password, name)
    assert (settings["HOST"], settings["PORT"]) == ("db.example", "6543")


def test_a_socket_and_options_are_read_from_the_query() -> None:
    settings = database_settings(HOME, "postgres:///cluster?host=/run/postgresql&sslmode=require")
    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "postgresql://u:secret@h", "postgresql://u:secret@h:port/d", "secret"]
)
def test_other_addresses_are_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        database_settings(HOME, url)
    assert caught.value.code == "postgres.address"
    for language in ("ja", "en"):
        assert "postgresql://" in caught.value.message.text(language)
        assert "u:secret" not in caught.value.message.text(language)
