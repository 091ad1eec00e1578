"""renkei search."""

from __future__ import annotations

import click

from renkei.config.terminal import say, step


@click.group(short_help="検索の索引 / The search index")
def search() -> None:
    """検索の索引を調べ、つくり直します。ふだんはデータベースが自分で保つので、使う必要はありません。

    Check the search index, or make it anew. The database keeps it by itself; usually neither is needed.
    """


@search.command(short_help="索引をつくり直す / Make the index anew")
def rebuild() -> None:
    """索引を記録からつくり直します。記録は変わりません。

    Make the index anew from the records, which stay as they are.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.search.index import make_anew  # noqa: PLC0415

    with step("索引をつくり直しています", "making the search index anew"):
        count = make_anew()
    say(f"索引をつくり直しました: {count:,} 件", f"The search index was made anew: {count:,} records")


@search.command(short_help="索引が記録と合うか調べる / Compare the index with the records")
def check() -> None:
    """索引を記録と一件ずつ比べます。違いがあれば 2 で終わります。

    Compare the index with every record; ends with 2 where they differ.
    """
    from renkei.config.start import set_up  # noqa: PLC0415

    set_up()
    from renkei.core.search.index import differences, is_installed  # noqa: PLC0415

    found = differences()
    if is_installed() and not found:
        say("索引は記録と合っています。", "The search index agrees with the records.")
        return
    for kind, slug in found:
        click.echo(f"  {kind}: {slug}")
    say(
        "索引が記録と違います。renkei search rebuild でつくり直せます。",
        "The search index differs from the records; renkei search rebuild makes it anew.",
    )
    raise SystemExit(2)
