import ast

from tests.architecture.source import SOURCE, TESTS, place, python_files, templates, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
REFUSED_NAMES = {"utils", "helpers", "managers", "misc", "common"}


def test_files_are_short() -> None:
    scripts = [
        path for ending in ("*.css", "*.js") for path in SOURCE.rglob(ending) if "vendor" not in path.parts
    ]
    long = {
        path.name: lines
        for path in [*python_files(SOURCE, TESTS), *templates(), *scripts]
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert not long


def test_functions_are_short() -> None:
    long = [
        f"{place(path, node.lineno)} {node.name}"
        for path in python_files(SOURCE, TESTS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_a_file_is_named_after_what_it_holds() -> None:
    assert not [path for path in python_files(SOURCE, TESTS) if {path.stem, *path.parts} & REFUSED_NAMES]
