"""The tests about the house itself: who may import whom, where Vietnamese stands, how long things are."""

import ast
import sys
import unicodedata
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOOR = {"domain"}
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "settings": set(),
    "ward": FLOOR,
    "language": FLOOR,
    "texts": FLOOR,
    "reports": FLOOR,
    "storage": FLOOR,
    "bot": FLOOR,
    "handlers": FLOOR | {"language", "storage", "reports", "texts", "ward"},
    "dashboard": FLOOR | {"storage", "reports", "texts", "handlers"},
    "scheduler": FLOOR | {"language", "storage", "bot", "handlers"},
    "commands": FLOOR
    | {
        "bot",
        "dashboard",
        "handlers",
        "language",
        "reports",
        "scheduler",
        "settings",
        "storage",
        "texts",
        "ward",
        "commands",
    },
    "training": FLOOR | {"language", "ward"},
    "app": {"commands", "settings"},
}
STORAGE_DOORS = {"bot/webhook.py", "bot/oauth.py"}
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
SOURCES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if not {".venv", "var", "versions", ".git", "build"} & set(path.relative_to(ROOT).parts)
)
OURS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] not in {"tests", "benchmarks"}]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def top_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported_modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{name.name}" for name in node.names)


def all_imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {module for node in ast.walk(tree) for module in imported_modules(node)}


def ours(modules: set[str]) -> set[str]:
    return {module for module in modules if module.split(".")[0] in MAY_IMPORT}


@pytest.mark.parametrize("path", OURS, ids=relative)
def test_imports_point_down_only(path: Path) -> None:
    allowed = MAY_IMPORT[top_of(path)] | {top_of(path)}
    if relative(path) in STORAGE_DOORS:
        allowed = allowed | {"storage"}
    upwards = {module for module in ours(all_imports(path)) if module.split(".")[0] not in allowed}
    assert not upwards, f"{relative(path)} may not import {sorted(upwards)}"


def test_every_folder_of_python_is_known_to_the_house() -> None:
    assert {top_of(path) for path in OURS} <= set(MAY_IMPORT)


def test_only_the_application_and_the_commands_read_the_settings() -> None:
    readers = {top_of(path) for path in OURS if "settings" in {m.split(".")[0] for m in all_imports(path)}}
    assert readers <= {"app", "commands"}


def test_nothing_of_ours_is_imported_inside_a_function_outside_the_commands() -> None:
    offenders = []
    for path in OURS:
        if top_of(path) == "commands":
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = {module for node in ast.walk(function) for module in imported_modules(node)}
                offenders += [f"{relative(path)}: {module}" for module in ours(inner)]
    assert not offenders


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_import_goes_in_a_circle() -> None:
    names = {module_name(path) for path in OURS}
    graph = {module_name(path): (all_imports(path) & names) - {module_name(path)} for path in OURS}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {error.args[1]}")


def is_vietnamese(text: str) -> bool:
    marks = any(unicodedata.combining(character) for character in unicodedata.normalize("NFD", text))
    return marks or "đ" in text or "Đ" in text


@pytest.mark.parametrize("path", [path for path in SOURCES if top_of(path) != "tests"], ids=relative)
def test_vietnamese_stands_in_templates_and_data_not_in_code(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [f"{number}: {line}" for number, line in enumerate(lines, 1) if is_vietnamese(line)]


@pytest.mark.parametrize("path", OURS, ids=relative)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE_LINES, f"{relative(path)} is too long: give a part its own file"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{relative(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", OURS, ids=relative)
def test_modules_and_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{relative(path)} does not open with what it knows"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{relative(path)}:{node.lineno} {node.name} has no docstring"


def test_file_names_say_what_they_hold() -> None:
    vague = {"utils", "helpers", "manager", "misc", "common", "util", "helper"}
    assert not [relative(path) for path in SOURCES if path.stem in vague]


def test_only_the_exit_speaks_to_the_network() -> None:
    speakers = {top_of(path) for path in OURS if {"requests", "urllib3"} & {m.split(".")[0] for m in all_imports(path)}}
    assert speakers <= {"bot", "commands"}


def test_handlers_read_no_clock_and_no_environment() -> None:
    offenders = []
    for path in OURS:
        if top_of(path) not in {"handlers", "domain", "language", "reports", "texts", "ward"}:
            continue
        text = path.read_text(encoding="utf-8")
        offenders += [
            f"{relative(path)}: {word}" for word in (".now(", "utcnow", "os.environ", "time.time(") if word in text
        ]
    assert not offenders


def test_the_standard_library_has_no_module_by_the_name_of_ours() -> None:
    assert not {top_of(path) for path in OURS} & set(sys.stdlib_module_names)
