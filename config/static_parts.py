"""Style sheets and modules with their parts in them: many files where they are written, few where they are fetched.

It understands what our own files are written in, which is little: named imports at the top, exports of constants and
functions. Whatever else a statement imports or exports is an error, and so is a part that is not there. JavaScript is
not read here, so a test lets a browser read all that is put together.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from posixpath import dirname, join, normpath

Read = Callable[[str], str | None]  # the source of a file by its name; nothing where there is none

SPACE_OR_COMMENT = r"\s+|/\*.*?\*/|//[^\n]*"
# Of the same folder, so that url() stays right.
SHEET = re.compile(r'\s+|/\*.*?\*/|@import "([\w-]+\.css)";', re.DOTALL)
IMPORT = re.compile(rf'(?s:{SPACE_OR_COMMENT})|import (?:\{{([\w,\s]+)\}} from )?"(\.\.?/[\w./-]+\.js)";')
EXPORT = re.compile(r"^export (?=(?:const|(?:async )?function) (\w+))", re.MULTILINE)
# Reading on without asking what it means would make a script that does something else, or nothing.
NOT_UNDERSTOOD = re.compile(
    r"(?:^|(?<=[;}]))\s*(?:import|export)\b.*|\bimport\s*[(.].*|^(?!.*\basync\b)(?=\w).*\bawait\b.*", re.MULTILINE
)
ALONE = "try {\n%s} catch (error) {\nsetTimeout(() => {\nthrow error;\n});\n}\n"


class NotPutTogether(ValueError):
    """Says which file names which part, and why that cannot be."""


@dataclass(frozen=True)
class Module:
    source: str
    imports: list[tuple[str, list[str]]]  # the name of a file, and what is wanted of it
    exports: list[str]
    body: str


def put_together(name: str, read: Read) -> str:
    """The file with its parts in the place of its imports; as it is if it has none."""
    if name.endswith(".css"):
        return sheet(name, read, ())
    modules: dict[str, Module] = {}
    gather(name, read, modules, ())
    if len(modules) == 1:
        return modules[name].source
    numbers = {one: number for number, one in enumerate(modules)}
    return "".join(written(one, modules, numbers) for one in modules)


def source_of(name: str, read: Read, above: tuple[str, ...]) -> str:
    """`above` are the files that led here: who imports this one is the last of them."""
    if name in above:
        raise NotPutTogether(f"{' imports '.join([*above, name])}: that has no beginning")
    source = read(name)
    if source is None:
        raise NotPutTogether(f"{above[-1]} imports {name}, which is not there" if above else f"{name} is not there")
    return source.rstrip("\n") + "\n"


def sheet(name: str, read: Read, above: tuple[str, ...]) -> str:
    source, whole, at = source_of(name, read, above), "", 0
    while piece := SHEET.match(source, at):
        at = piece.end()
        whole += sheet(join(dirname(name), piece[1]), read, (*above, name)).rstrip() if piece[1] else piece[0]
    if "@import" in source[at:].lower():
        raise NotPutTogether(f'{name}: imports stand at the top, written @import "name.css";')
    return whole + source[at:]


def gather(name: str, read: Read, modules: dict[str, Module], above: tuple[str, ...]) -> Module:
    """Into `modules` go this one and what it imports, in the order in which a browser would run them."""
    if name in modules:
        return modules[name]
    module = parsed(name, source_of(name, read, above))
    for imported, wanted in module.imports:
        exports = gather(imported, read, modules, (*above, name)).exports
        if missing := [one for one in wanted if one not in exports]:
            raise NotPutTogether(f"{name} imports {', '.join(missing)} of {imported}, which exports no such thing")
    return modules.setdefault(name, module)


def parsed(name: str, source: str) -> Module:
    imports, at = [], 0
    while piece := IMPORT.match(source, at):
        at = piece.end()
        if piece[2]:
            wanted = [one.strip() for one in (piece[1] or "").split(",") if one.strip()]
            imports.append((normpath(join(dirname(name), piece[2])), wanted))
    body = EXPORT.sub("", source[at:])
    if strange := NOT_UNDERSTOOD.search(body):
        raise NotPutTogether(f"{name}: what this means is not known: {strange[0].strip()}")
    return Module(source, imports, EXPORT.findall(source[at:]), body)


def written(name: str, modules: dict[str, Module], numbers: dict[str, int]) -> str:
    """A module in a function of its own. One on which no other stands may fail alone, as a file of its own would."""
    module = modules[name]
    if not module.exports and not module.body.strip():
        return ""
    takes = [f"const {{ {', '.join(wanted)} }} = part_{numbers[one]};\n" for one, wanted in module.imports if wanted]
    gives = f"return {{ {', '.join(module.exports)} }};\n" if module.exports else ""
    scope = f"(() => {{\n{''.join(takes)}{module.body}{gives}}})();\n"
    return f"const part_{numbers[name]} = {scope}" if module.exports else ALONE % scope
