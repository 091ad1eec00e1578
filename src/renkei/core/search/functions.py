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
LONGEST_TITLE = 200


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
    SELECT coalesce(array_agg(a || b) FILTER (WHERE a > ' ' AND b > ' '), '{}')
        || string_to_array(key, NULL) || tokens
    FROM unnest(string_to_array(key, NULL), (string_to_array(key, NULL))[2:]) AS pair(a, b)
$grams$
"""

# no name is asked for that is longer than a question; an entry of an index has its limit, too
TITLES = f"""
CREATE OR REPLACE FUNCTION renkei_search_titles(title_key text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL RESTRICTED COST 100000 AS $titles$
    SELECT coalesce(array_agg(line), '{{}}') FROM string_to_table(title_key, E'\n') AS line
    WHERE line <> '' AND length(line) <= {LONGEST_TITLE}
$titles$
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
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $tokens$
DECLARE
    found text[] := renkei_search_years(key);
    day date;
    year int;
    span daterange;
    part text;
    first date;
    last date;
BEGIN
    FOREACH day IN ARRAY days LOOP
        CONTINUE WHEN day IS NULL;
        found := found || ARRAY[
            'd' || day, 'm' || to_char(day, 'YYYY-MM'), 'c' || extract(year FROM day)::int,
            'f' || renkei_search_fiscal(day, first_month)
        ];
    END LOOP;
    FOREACH year IN ARRAY years LOOP
        CONTINUE WHEN year IS NULL;
        found := found || ('f' || year);
    END LOOP;
    FOREACH span IN ARRAY periods LOOP
        CONTINUE WHEN span IS NULL OR isempty(span) OR (lower_inf(span) AND upper_inf(span));
        first := coalesce(lower(span), upper(span) - 1);
        last := least(CASE WHEN upper_inf(span) THEN NULL ELSE upper(span) - 1 END, make_date({OPEN_END}, 12, 31));
        FOR year IN extract(year FROM first)::int .. extract(year FROM last)::int LOOP
            found := found || ('c' || year);
        END LOOP;
        FOR year IN renkei_search_fiscal(first, first_month) .. renkei_search_fiscal(last, first_month) LOOP
            found := found || ('f' || year);
        END LOOP;
    END LOOP;
    FOREACH part IN ARRAY partial LOOP
        CONTINUE WHEN part IS NULL OR part = '';
        found := found || ('c' || left(part, 4));
        IF length(part) = 4 THEN found := found || ('f' || part); END IF;
        IF length(part) >= 7 THEN found := found || ('m' || left(part, 7)); END IF;
        IF length(part) = 10 THEN found := found || ('d' || part); END IF;
        IF length(part) >= 7 THEN
            found := found || ('f' || renkei_search_fiscal((left(part, 7) || '-01')::date, first_month));
        END IF;
    END LOOP;
    RETURN found;
END $tokens$
"""

FISCAL = """
CREATE OR REPLACE FUNCTION renkei_search_fiscal(day date, first_month int) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $fiscal$
BEGIN
    RETURN extract(year FROM day)::int - (extract(month FROM day) < first_month)::int;
END $fiscal$
"""


def functions() -> tuple[str, ...]:
    """Return the statements that make the functions, what is used before what uses it."""
    return (fold_function(), KEY, GRAMS, TITLES, NUMBER, year_tokens_function(), FISCAL, TOKENS)
