"""The database's functions of the index, made from the same tables as the programme's own folding."""

from __future__ import annotations

from renkei.core.search.years import ERA_YEAR, FIRST_YEARS, WESTERN_YEAR
from renkei.kernel.folding import (
    EAST_ASIAN,
    INVISIBLE,
    OTHER_LETTERS,
    SPACES,
    characters,
    letters,
    variants,
)

OPEN_END = 2099


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _translated(table: dict[str, str], what: str = "x") -> str:
    return f"translate({what}, {quoted(''.join(table))}, {quoted(''.join(table.values()))})"


def fold_function() -> str:
    """The counterpart of `renkei.kernel.folding.fold`. Rare letters are looked at only where there are any."""
    one, several = letters()
    replaced = "x"
    for letter, bare in several.items():
        replaced = f"replace({replaced}, {quoted(letter)}, {quoted(bare)})"
    return f"""
CREATE OR REPLACE FUNCTION renkei_search_fold(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
DECLARE x text := given;
BEGIN
    IF x ~ '[^ -~]' THEN
        x := normalize(regexp_replace(x, '[{INVISIBLE}]+', '', 'g'), NFKC);
        IF x ~ '[{OTHER_LETTERS}]' THEN
            x := {_translated(one)};
            x := {replaced};
        END IF;
        x := {_translated(characters())};
        IF x ~ '[{"".join(variants())}]' THEN
            x := {_translated(variants())};
        END IF;
        x := regexp_replace(x, '[{INVISIBLE}]+', '', 'g');
    END IF;
    x := btrim(regexp_replace(lower(x COLLATE "C"), '[{SPACES}]+', ' ', 'g'), ' ');
    IF strpos(x, ' ') > 0 THEN
        x := regexp_replace(x, '(?<=[{EAST_ASIAN}]) (?=[{EAST_ASIAN}])', '', 'g');
    END IF;
    RETURN x;
END $fold$
"""


KEY = r"""
CREATE OR REPLACE FUNCTION renkei_search_key(VARIADIC texts jsonb[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $key$
DECLARE
    found text := E'\n';
    one jsonb;
    said text;
BEGIN
    FOREACH one IN ARRAY texts LOOP
        FOR said IN SELECT value FROM jsonb_each_text(
            CASE jsonb_typeof(one) WHEN 'object' THEN one WHEN 'string' THEN jsonb_build_object('', one) ELSE '{}' END
        ) LOOP
            said := renkei_search_fold(regexp_replace(said, '\[\[[^][]*\]\]', ' ', 'g'));
            IF said <> '' THEN found := found || said || E'\n'; END IF;
        END LOOP;
    END LOOP;
    RETURN found;
END $key$
"""

GRAMS = r"""
CREATE OR REPLACE FUNCTION renkei_search_grams(key text, tokens text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 100000 AS $grams$
    SELECT coalesce(array_agg(a || b) FILTER (WHERE a !~ '\s' AND b !~ '\s'), '{}')
        || string_to_array(key, NULL) || tokens
    FROM unnest(string_to_array(key, NULL), (string_to_array(key, NULL))[2:]) AS pair(a, b)
$grams$
"""


def year_tokens_function() -> str:
    """Years that stand in a text, as tokens: f2017 a fiscal year, c2017 a calendar year, both where it is not said."""
    firsts = " ".join(f"WHEN '{name}' THEN {first}" for name, first in FIRST_YEARS.items())
    return f"""
CREATE OR REPLACE FUNCTION renkei_search_years(key text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $years$
DECLARE
    found text[] := '{{}}';
    m text[];
    number int;
BEGIN
    IF key !~ '[0-9元一二三四五六七八九十]' THEN RETURN found; END IF;
    FOR m IN SELECT regexp_matches(key, {quoted(ERA_YEAR)}, 'g') LOOP
        number := renkei_search_number(coalesce(m[2], m[4]));
        IF number IS NOT NULL THEN
            number := number - 1 + CASE coalesce(m[1], m[3]) {firsts} END;
            IF m[5] IS DISTINCT FROM '年' THEN found := found || ('f' || number); END IF;
            IF m[5] IS DISTINCT FROM '年度' THEN found := found || ('c' || number); END IF;
        END IF;
    END LOOP;
    FOR m IN SELECT regexp_matches(key, {quoted(WESTERN_YEAR)}, 'g') LOOP
        IF m[3] IS DISTINCT FROM '年' THEN found := found || ('f' || m[2]); END IF;
        IF m[3] IS DISTINCT FROM '年度' AND m[1] IS NULL THEN found := found || ('c' || m[2]); END IF;
    END LOOP;
    RETURN found;
END $years$
"""


NUMBER = """
CREATE OR REPLACE FUNCTION renkei_search_number(said text) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $number$
    SELECT CASE
        WHEN said = '元' THEN 1
        WHEN said ~ '^[0-9]+$' THEN said::int
        WHEN said ~ '^[一二三四五六七八九]?十[一二三四五六七八九]?$' THEN
            10 * greatest(1, strpos('0一二三四五六七八九', split_part(said, '十', 1)) - 1)
            + greatest(0, strpos('0一二三四五六七八九', split_part(said, '十', 2)) - 1)
        WHEN said ~ '^[一二三四五六七八九]$' THEN strpos('一二三四五六七八九', said)
    END
$number$
"""

TOKENS = f"""
CREATE OR REPLACE FUNCTION renkei_search_tokens(
    key text, first_month int, days date[], years int[], periods daterange[], partial text[]
) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $tokens$
    WITH day AS (
        SELECT day FROM unnest(days) AS day WHERE day IS NOT NULL
    ), span AS (
        SELECT coalesce(lower(p), upper(p) - 1) AS first,
               CASE WHEN upper_inf(p) THEN make_date({OPEN_END}, 12, 31) ELSE upper(p) - 1 END AS last
        FROM unnest(periods) AS p WHERE NOT (lower_inf(p) AND upper_inf(p)) AND NOT isempty(p)
    ), token AS (
        SELECT 'd' || day AS t FROM day
        UNION SELECT 'm' || to_char(day, 'YYYY-MM') FROM day
        UNION SELECT 'c' || extract(year FROM day)::int FROM day
        UNION SELECT 'f' || renkei_search_fiscal(day, first_month) FROM day
        UNION SELECT 'f' || y FROM unnest(years) AS y WHERE y IS NOT NULL
        UNION SELECT 'c' || y FROM span,
            generate_series(extract(year FROM first)::int, least(extract(year FROM last)::int, {OPEN_END})) AS y
        UNION SELECT 'f' || y FROM span, generate_series(
            renkei_search_fiscal(first, first_month),
            least(renkei_search_fiscal(last, first_month), {OPEN_END})) AS y
        UNION SELECT 'c' || left(p, 4) FROM unnest(partial) AS p WHERE p <> ''
        UNION SELECT 'f' || left(p, 4) FROM unnest(partial) AS p WHERE length(p) = 4
        UNION SELECT 'm' || left(p, 7) FROM unnest(partial) AS p WHERE length(p) >= 7
        UNION SELECT 'd' || p FROM unnest(partial) AS p WHERE length(p) = 10
        UNION SELECT unnest(renkei_search_years(key))
    )
    SELECT coalesce(array_agg(t ORDER BY t), '{{}}') FROM token
$tokens$
"""

FISCAL = """
CREATE OR REPLACE FUNCTION renkei_search_fiscal(day date, first_month int) RETURNS int
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fiscal$
    SELECT extract(year FROM day)::int - (extract(month FROM day) < first_month)::int
$fiscal$
"""


def functions() -> tuple[str, ...]:
    """Return the statements that make the functions, what is used before what uses it."""
    return (fold_function(), KEY, GRAMS, NUMBER, year_tokens_function(), FISCAL, TOKENS)
