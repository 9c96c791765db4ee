"""The rules of the house that a machine can check, each a function from sources to complaints."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kit", "people", "groups", "community/forum", "community/chat", "moderation", "search", "config")
WRITES = frozenset({"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"})
MAYBE_WRITES = frozenset({"create", "update"})
# Django asks for a manager with these deeds on the model that people sign in with.
MANAGERS_ALLOWED = frozenset({"MemberManager"})
WORDS_OF_THE_DOMAIN = frozenset(
    {"topic", "forum", "membership", "face", "faces", "moderator", "moderation", "carer", "school", "hospital"}
)

Sources = dict[str, str]


def python_sources() -> Sources:
    """Path from the root → text, of every module of the rooms except migrations."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
    return found


def template_sources() -> Sources:
    paths = sorted((ROOT / "templates").rglob("*.html"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


@cache
def tree_of(source: str) -> ast.Module:
    """Parsed once for all rules, which only read it."""
    return ast.parse(source)


@cache
def nodes_of(tree: ast.Module) -> list[ast.AST]:
    return list(ast.walk(tree))


def _nodes(source: str, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in nodes_of(tree_of(source)) if isinstance(node, kinds))


def _may_write(path: str) -> bool:
    parts = Path(path).parts
    is_tool = "commands" in parts or "imports" in parts or "demo" in parts
    return parts[0] == "kit" or is_tool or "actions" in parts or parts[-1] == "actions.py"


def only_actions_write(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if _may_write(path) or Path(path).name in {"models.py", "index.py"} or "engines" in path:
            continue
        for node in _nodes(source, ast.Call):
            deed = getattr(node.func, "attr", "")
            chain = ast.unparse(node.func)
            is_rows = ".objects" in chain or ".filter(" in chain or ".exclude(" in chain
            if deed in WRITES or (deed in MAYBE_WRITES and is_rows):
                complaints.append(f"{path}:{node.lineno} writes with {chain}() outside an action")
    return complaints


def files_and_functions_are_short(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if (length := len(source.splitlines())) > 300:
            complaints.append(f"{path} has {length} lines")
        for node in _nodes(source, ast.FunctionDef, ast.AsyncFunctionDef):
            if (length := node.end_lineno - node.lineno + 1) > 40:
                complaints.append(f"{path}:{node.lineno} {node.name} has {length} lines")
    return complaints


def _is_policy(path: str) -> bool:
    return Path(path).name == "policy.py" or "policy" in Path(path).parts


def policies_answer_with_verdicts_or_rows(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if not _is_policy(path) or path.startswith("kit"):
            continue
        for node in tree_of(source).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            answer = ast.unparse(node.returns) if node.returns else ""
            fits = {"can": "Verdict", "is": "bool"}.get(node.name.partition("_")[0], "QuerySet")
            if not answer.startswith(fits):
                complaints.append(f"{path}:{node.lineno} {node.name} answers with {answer or 'nothing declared'}")
    return complaints


def roles_are_tested_only_in_policies(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if _is_policy(path) or "demo" in path:
            continue
        for node in _nodes(source, ast.Compare):
            if re.search(r"\.role\b|\bRole\.", ast.unparse(node)):
                complaints.append(f"{path}:{node.lineno} tests a role outside a policy")
        for node in _nodes(source, ast.Call):
            asked = getattr(node.func, "attr", "") in {"filter", "exclude", "get"}
            if asked and any((key.arg or "").split("__")[0] == "role" for key in node.keywords):
                complaints.append(f"{path}:{node.lineno} picks by role outside a policy")
    return complaints


def no_hidden_machinery(sources: Sources) -> list[str]:
    """No signals, no save() overrides, no generic foreign keys, no managers of our own."""
    complaints = []
    for path, source in sources.items():
        if re.search(r"GenericForeignKey|django\.db\.models\.signals|@receiver", source):
            complaints.append(f"{path} uses a signal or a generic foreign key")
        if Path(path).name not in {"models.py"} and "models" not in Path(path).parts:
            continue
        for node in _nodes(source, ast.ClassDef):
            bases = " ".join(ast.unparse(base) for base in node.bases)
            if "Manager" in bases and node.name not in MANAGERS_ALLOWED:
                complaints.append(f"{path}:{node.lineno} {node.name} is a manager of our own")
            overrides = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "save"]
            if overrides:
                complaints.append(f"{path}:{node.lineno} {node.name} overrides save()")
    return complaints


def no_local_imports(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if path in {"config/asgi.py", "config/server.py"}:
            continue  # Django must be set up before rooms are imported
        for function in _nodes(source, ast.FunctionDef, ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    complaints.append(f"{path}:{node.lineno} imports inside {function.name}")
    return complaints


def every_room_says_what_it_is_for(sources: Sources) -> list[str]:
    texts = {path: source for path, source in sources.items() if source.strip()}
    return [f"{path} has no docstring" for path, source in texts.items() if not ast.get_docstring(tree_of(source))]


def kit_knows_no_domain_word(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if not path.startswith("kit/"):
            continue
        for node in nodes_of(tree_of(source)):
            name = getattr(node, "id", None) or getattr(node, "name", None) or getattr(node, "arg", None) or ""
            words = set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", str(name)).lower()))
            for word in words & WORDS_OF_THE_DOMAIN:
                complaints.append(f"{path}:{getattr(node, 'lineno', 0)} says {word!r}")
    return complaints


def only_rendered_html_is_safe(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        for found in re.finditer(r"\{[{%][^}]*\|\s*safe\b[^}]*[}%]\}|autoescape off", source):
            if not re.search(r"\bhtml\s*\|\s*safe", found[0]):
                complaints.append(f"{path} trusts {found[0]}")
    return complaints


def nothing_inline(sources: Sources) -> list[str]:
    """The site's policy bars inline script and style; a template with them would show a broken page."""
    bad = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|hx-on|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.I
    )
    return [f"{path}: {found[0]!r}" for path, source in sources.items() for found in bad.finditer(source)]


def nothing_foreign(sources: Sources) -> list[str]:
    bad = re.compile(
        r"(?:src|srcset|action|data|poster)=\"(?:https?:)?//[^\"]*\"|<link[^>]*href=\"(?:https?:)?//", re.I
    )
    return [f"{path}: {found[0]!r}" for path, source in sources.items() for found in bad.finditer(source)]


def fragments_never_extend(sources: Sources) -> list[str]:
    fragments = {path: source for path, source in sources.items() if Path(path).name.startswith("_")}
    return [f"{path} extends a page" for path, source in fragments.items() if "{% extends" in source]


def views_declare_their_methods(sources: Sources) -> list[str]:
    complaints = []
    for path, source in sources.items():
        if "views" not in Path(path).stem and "views" not in Path(path).parts:
            continue
        for node in tree_of(source).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            takes_request = node.args.args and node.args.args[0].arg == "request"
            answers = "HttpResponse" in (ast.unparse(node.returns) if node.returns else "")
            marks = " ".join(ast.unparse(mark) for mark in node.decorator_list)
            if takes_request and answers and "require_" not in marks:
                complaints.append(f"{path}:{node.lineno} {node.name} does not say which methods it answers")
    return complaints
