"""Style sheets and modules with their parts in them: what a browser fetches as one file does what many would do."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Error

from config.installing import LOOK, PARTS_OF_LOOK
from config.static import Static
from config.static_parts import NotPutTogether, put_together
from tests import make
from tests.shell.asking import ask
from tests.static_files import parts_of
from tests.static_files import served as served_files

SHEETS = {
    "css/site.css": '/* All of it. */\n\n@import "tokens.css";\n@import "rooms.css";\n\np { color: red }\n',
    "css/tokens.css": ":root { --ink: black }\n",
    "css/rooms.css": '@import "walls.css";\nh1 { color: var(--ink) }\n',
    "css/walls.css": "h2 { background: url(../dot.svg) }\n",
    "dot.svg": "<svg/>",
}
# Each says that it runs; `list` is wanted by two, and `broken` fails.
MODULES = {
    "js/pages/room.js": 'import "../chat.js";\nimport "../broken.js";\nimport "../faces.js";\n',
    "js/chat.js": """/* Talk. */

import { add } from "./chat/list.js"; // the list
import {
  say,
} from "./chat/say.js";
const name = "chat";
add(name);
say(name);
""",
    "js/chat/list.js": """export const said = [];
const name = "list";

export function add(one) {
  said.push(one);
}
add(name);""",
    "js/chat/say.js": """import { add, said } from "./list.js";
const name = "say";
add(name);

export async function say() {
  await null;
  document.title = `${said.join()} ${typeof window.name}`;
}
""",
    "js/broken.js": "const name = null;\nname.length;\n",
    "js/faces.js": 'import { add } from "./chat/list.js";\nadd("faces");\n// the end',
}


async def served(static: Static, start: str) -> tuple[str, str]:
    """The hashed name that begins like this, and what is behind it."""
    (name,) = [one for one, caching in static.caching.items() if one.startswith(start) and b"immutable" in caching]
    return name, (await ask(static, f"/{name}")).body.decode()


# --- Style sheets -------------------------------------------------------------------------------------------------


async def test_a_style_sheet_has_its_parts_in_the_place_of_its_imports(collect) -> None:
    name, sheet = await served(collect(SHEETS), "css/site")
    assert re.sub(r"dot\.\w{12}\.svg", "dot.svg", sheet).split("\n") == [
        "",
        ":root { --ink: black }",
        'h2 { background: url("../dot.svg") }',
        "h1 { color: var(--ink) }",
        "",
        "p { color: red }",
        "",
    ]
    assert "dot.svg" not in sheet  # by its own hashed name
    assert re.fullmatch(r"css/site\.\w{12}\.css", name)


async def test_a_name_changes_when_a_part_changes(collect) -> None:
    sheet, script = [(await served(collect(SHEETS | MODULES), start))[0] for start in ("css/site", "js/pages/room")]
    same = [(await served(collect(SHEETS | MODULES), start))[0] for start in ("css/site", "js/pages/room")]
    assert same == [sheet, script]
    changed = collect(
        {"css/walls.css": "h2 { color: blue }\n", "js/chat/list.js": MODULES["js/chat/list.js"] + "\n//"}
    )
    assert (await served(changed, "css/site"))[0] != sheet
    assert "color: blue" in (await served(changed, "css/site"))[1]
    assert (await served(changed, "js/pages/room"))[0] != script


async def test_parts_and_plain_names_are_served_to_whoever_asks_for_them(collect) -> None:
    static = collect(SHEETS | MODULES)
    for name in ("css/site.css", "css/walls.css", "js/pages/room.js", "js/chat/list.js"):
        assert (await ask(static, f"/{name}")).headers["cache-control"] == "no-cache"
        assert (await served(static, name.split(".")[0]))[1]


# --- Modules ------------------------------------------------------------------------------------------------------


def test_modules_run_once_in_their_order_and_one_that_fails_fails_alone(browser) -> None:
    whole = put_together("js/pages/room.js", MODULES.get)
    assert not re.search(r"\b(import|export)\b", whole)
    context = browser.new_context()
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(error.message))
        page.add_script_tag(content=whole, type="module")
        page.wait_for_function("document.title")
        assert page.title() == "list,say,chat,faces string"
        assert len(faults) == 1
        assert "null" in faults[0]
        assert page.evaluate("typeof add + typeof part_0") == "undefinedundefined"
    finally:
        context.close()


FAULTY = [
    ({"css/a.css": '@import "b.css";'}, "css/a.css imports css/b.css, which is not there"),
    ({"css/a.css": 'p {}\n@import "b.css";', "css/b.css": ""}, "css/a.css: imports stand at the top"),
    ({"css/a.css": 'p {}\n@IMPORT "b.css";', "css/b.css": ""}, "css/a.css: imports stand at the top"),
    ({"css/a.css": '@import url("b.css");', "css/b.css": ""}, "css/a.css: imports stand at the top"),
    ({"css/a.css": '@import "b.css" print;', "css/b.css": ""}, "css/a.css: imports stand at the top"),
    ({"css/a.css": '@import "../b.css";', "b.css": ""}, "css/a.css: imports stand at the top"),
    ({"css/a.css": '@import "a.css";'}, "css/a.css imports css/a.css: that has no beginning"),
    ({"js/a.js": 'import "./b.js";'}, "js/a.js imports js/b.js, which is not there"),
    ({"js/a.js": 'import "./b.js";', "js/b.js": 'import "./a.js";'}, "js/a.js imports js/b.js imports js/a.js: that"),
    ({"js/a.js": 'import { c } from "./b.js";', "js/b.js": "const c = 1;"}, "js/a.js imports c of js/b.js, which exp"),
    ({"js/a.js": 'import { c as d } from "./b.js";', "js/b.js": "export const c = 1;"}, "js/a.js imports c as d of"),
    (
        {"js/a.js": 'import b from "./b.js";', "js/b.js": ""},
        'js/a.js: what this means is not known: import b from "./b',
    ),
    ({"js/a.js": 'import * as b from "./b.js";', "js/b.js": ""}, "js/a.js: what this means is not known: import *"),
    ({"js/a.js": 'import "b";'}, 'js/a.js: what this means is not known: import "b";'),
    ({"js/a.js": 'const b = 1;\nimport "./b.js";', "js/b.js": ""}, "js/a.js: what this means is not known: import"),
    ({"js/a.js": 'const b = () => import("./b.js");'}, 'js/a.js: what this means is not known: import("./b.js");'),
    ({"js/a.js": "const b = import.meta.url;"}, "js/a.js: what this means is not known: import.meta.url;"),
    ({"js/a.js": 'b(); import "./b.js";', "js/b.js": ""}, "js/a.js: what this means is not known: import"),
    ({"js/a.js": "const b = 1; export { b };"}, "js/a.js: what this means is not known: export { b };"),
    ({"js/a.js": "export let b = 1;"}, "js/a.js: what this means is not known: export let b = 1;"),
    ({"js/a.js": "export default 1;"}, "js/a.js: what this means is not known: export default 1;"),
    ({"js/a.js": "export { b } from './b.js';"}, "js/a.js: what this means is not known: export { b }"),
    ({"js/a.js": "export const { b } = c;"}, "js/a.js: what this means is not known: export const"),
    ({"js/a.js": "const b = await fetch('/');"}, "js/a.js: what this means is not known: const b = await"),
]


@pytest.mark.parametrize(("files", "fault"), FAULTY)
def test_what_cannot_be_put_together_stops_the_collecting(files: dict[str, str], fault: str, collect) -> None:
    with pytest.raises(NotPutTogether) as raised:
        collect(files)
    assert str(raised.value).startswith(fault)


def test_nothing_is_written_where_it_is_only_tried_out(collect, settings, tmp_path: Path) -> None:
    collect({"css/a.css": "p {}"})
    (tmp_path / "source/css/a.css").write_text("h1 {}")
    before = {file: file.read_bytes() for file in (tmp_path / "root").rglob("*") if file.is_file()}
    call_command("collectstatic", interactive=False, verbosity=0, dry_run=True)
    assert {file: file.read_bytes() for file in (tmp_path / "root").rglob("*") if file.is_file()} == before


# --- Our pages ----------------------------------------------------------------------------------------------------


def on_page(text: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="/static/((?:css|js|vendor)/[^"]+)"', text))


@pytest.mark.django_db
def test_a_topic_loads_few_files(client: Any) -> None:
    ada = make.face(make.member("ada"), make.group(), "Ada")
    client.force_login(ada.member)
    assert on_page(client.get(f"/topics/{make.topic(ada).key}/").text) == {
        "css/site.css",
        "css/writing.css",
        "vendor/htmx/htmx.min.js",
        "js/htmx-settings.js",
        "js/leave.js",
        "js/pages/member.js",
        "js/pages/topic.js",
        "js/pages/writing.js",
    }


def test_a_browser_can_read_all_that_is_put_together(browser) -> None:
    """One file that it could not read would take all its parts with it."""
    context = browser.new_context()
    try:
        page = context.new_page()
        for name, script in served_files().items():
            if name.endswith(".js") and not name.startswith("vendor/"):
                page.evaluate("(script) => { new Function(script); }", f"'use strict';\n{script.decode()}")
        with pytest.raises(Error, match="SyntaxError"):
            page.evaluate("(script) => { new Function(script); }", "'use strict';\n(() => { await 1; })();")
    finally:
        context.close()


def test_the_worker_keeps_the_parts_where_they_are_not_put_together() -> None:
    assert (LOOK[0], *PARTS_OF_LOOK) == parts_of("css/site.css")
