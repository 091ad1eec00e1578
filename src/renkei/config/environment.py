"""Every variable of the environment that is read, in one table; docs/handbook/run.md shows the same table."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: Localised


def _variable(name: str, default: str, japanese: str, english: str) -> Variable:
    return Variable(name, default, Localised.both(japanese, english))


VARIABLES = {
    variable.name: variable
    for variable in (
        _variable("RENKEI_HOME", ".renkei", "データのフォルダ", "Folder of the data"),
        _variable(
            "RENKEI_ENGINE",
            "",
            "整えた照合のモデルと辞書のフォルダ（なければ RENKEI_HOME の中。いくつかのサイトで共有できる）",
            "Folder of the prepared model and dictionary of matching (else in RENKEI_HOME; several sites may share it)",
        ),
        _variable(
            "DATABASE_URL",
            "",
            "使う PostgreSQL（なければ組み込み）",
            "PostgreSQL to use (else the embedded one)",
        ),
        _variable("RENKEI_ENV", "", "production なら本番", "production: for real use"),
        _variable(
            "RENKEI_DEMO",
            "0",
            "1 なら見本の利用者（本番では拒否）",
            "1: demonstration users (refused in production)",
        ),
        _variable(
            "RENKEI_SECRET_KEY", "", "署名の鍵（本番で必須）", "Key for signatures (needed in production)"
        ),
        _variable(
            "RENKEI_HOSTS",
            "",
            "サイトの名前、コンマ区切り（本番で必須）",
            "Names of the site, comma-separated (needed in production)",
        ),
        _variable(
            "RENKEI_BEHIND_TLS",
            "1",
            "1 なら、手前の中継が HTTPS を受け X-Forwarded-Proto を付ける",
            "1: a proxy in front takes HTTPS and sets X-Forwarded-Proto",
        ),
        _variable(
            "RENKEI_SECOND_FACTOR",
            "",
            "第二の手段を必須にする人：none・administrators・all（省略時、本番は administrators、ほかは none）",
            "Who needs a second factor: none, administrators or all "
            "(default: administrators in production, else none)",
        ),
        _variable(
            "RENKEI_IDLE_MINUTES",
            "120",
            "使わないとサインインが終わるまでの時間（分）",
            "Minutes without use after which a sign-in ends",
        ),
        _variable(
            "RENKEI_SESSION_HOURS",
            "12",
            "使い続けてもサインインが終わるまでの時間（時間）",
            "Hours after which a sign-in ends in any case",
        ),
        _variable(
            "RENKEI_OIDC_ISSUER",
            "",
            "OpenID Connect の発行者の URL（なければ使わない）",
            "Address of the OpenID Connect issuer (none: not used)",
        ),
        _variable(
            "RENKEI_OIDC_CLIENT_ID", "", "発行者に登録した ID", "Identifier registered with the issuer"
        ),
        _variable("RENKEI_OIDC_CLIENT_SECRET", "", "発行者から受けた秘密", "Secret given by the issuer"),
        _variable(
            "RENKEI_OIDC_NAME",
            "OpenID Connect",
            "画面に出す発行者の名前",
            "Name of the issuer on the screens",
        ),
        _variable(
            "RENKEI_OIDC_TRUST_EMAIL",
            "0",
            "1 なら、発行者が確かめた電子メールで招待済みの利用者と結ぶ",
            "1: an e-mail address verified by the issuer is linked to the invited user who has it",
        ),
        _variable(
            "RENKEI_UPLOAD_LIMIT_MB", "50", "受け取るファイルの上限（MB）", "Largest file accepted, in MB"
        ),
        _variable(
            "RENKEI_MAIL_HOST",
            "",
            "メールサーバー（なければ RENKEI_HOME の mail に書く）",
            "Mail server (else mails are written to mail in RENKEI_HOME)",
        ),
        _variable(
            "RENKEI_MAIL_PORT",
            "587",
            "メールサーバーのポート（587 は STARTTLS、465 は TLS）",
            "Port of the mail server (587: STARTTLS, 465: TLS)",
        ),
        _variable("RENKEI_MAIL_USER", "", "メールサーバーの利用者名", "User name at the mail server"),
        _variable("RENKEI_MAIL_PASSWORD", "", "メールサーバーのパスワード", "Password at the mail server"),
        _variable("RENKEI_MAIL_FROM", "renkei@localhost", "差出人", "Sender of mails"),
        _variable(
            "RENKEI_SITE_URL",
            "",
            "メールに書くサイトのアドレス（省略時は RENKEI_HOSTS の最初の名前）",
            "Address of the site in mails (else the first name of RENKEI_HOSTS)",
        ),
        _variable("PORT", "8000", "待ち受けるポート", "Port to listen on"),
        _variable("RENKEI_BIND", "127.0.0.1", "待ち受けるアドレス", "Address to listen on"),
        _variable("RENKEI_WORKERS", "2", "配信するプロセスの数", "Number of web processes"),
        _variable("RENKEI_THREADS", "4", "プロセスごとのスレッドの数", "Threads of each process"),
        _variable(
            "RENKEI_KEPT_PAGES_MB",
            "16",
            "公開の頁を覚えておく大きさ（MB、ウェブの処理ごと）",
            "Megabytes of public pages kept in memory, for each web process",
        ),
        _variable(
            "RENKEI_LANG",
            "both",
            "コマンドの言語（ja・en・both）",
            "Language of the commands: ja, en or both",
        ),
        _variable(
            "RENKEI_LOG_FORMAT",
            "text",
            "json なら、個人情報のない一行ずつの記録",
            "json: logs of one object a line, without personal data",
        ),
    )
}


def text(name: str) -> str:
    """Return a variable of the table, or its default where it is not set or empty."""
    return os.environ.get(name) or VARIABLES[name].default


def flag(name: str) -> bool:
    """Return whether a variable is 1. Raises RuleBroken `environment.flag` for anything but 0 and 1."""
    found = text(name)
    if found not in {"0", "1"}:
        raise RuleBroken(
            "environment.flag",
            Localised.both(f"{name} は 0 か 1 です（{found}）", f"{name} must be 0 or 1, not {found}"),
        )
    return found == "1"


CHOICES = {"RENKEI_SECOND_FACTOR": ("none", "administrators", "all")}


def choice(name: str) -> str:
    """Return one of the words a variable may be, or nothing. Raises RuleBroken `environment.choice`."""
    found = text(name)
    if found and found not in CHOICES[name]:
        allowed = "・".join(CHOICES[name]), ", ".join(CHOICES[name])
        raise RuleBroken(
            "environment.choice",
            Localised.both(
                f"{name} は {allowed[0]} のどれかです（{found}）",
                f"{name} must be one of {allowed[1]}, not {found}",
            ),
        )
    return found


def number(name: str) -> int:
    """Return a variable that must be a positive whole number. Raises RuleBroken `environment.number`."""
    found = text(name)
    if not (found.isascii() and found.isdigit() and int(found) > 0):
        raise RuleBroken(
            "environment.number",
            Localised.both(
                f"{name} は 1 以上の整数です（{found}）",
                f"{name} must be a positive whole number, not {found}",
            ),
        )
    return int(found)


def address(name: str) -> str:
    """Return an address of a site without its last slash, or nothing. Raises RuleBroken `environment.address`."""
    found = text(name).rstrip("/")
    parts = urlsplit(found)
    if found and (
        parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment
    ):
        raise RuleBroken(
            "environment.address",
            Localised.both(
                f"{name} は https://cluster.example の形で指定します（{found}）",
                f"{name} must read https://cluster.example, not {found}",
            ),
        )
    return found


def words(name: str) -> list[str]:
    """Return a variable's comma-separated words."""
    return [word.strip() for word in text(name).split(",") if word.strip()]
