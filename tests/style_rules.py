"""The rules of style sheets that a machine can check, each a function from sources to complaints."""

import re

from tests.house_rules import Sources

PHYSICAL = re.compile(
    r"(?:^|[;{\s])((?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear|caption-side|resize)\s*:\s*(?:left|right)\b"
    r"|(?:margin|padding|inset|border-width|border-radius)\s*:\s*[^;]*;)"
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
# Reviewed: sides that are the same sides in every language, as "path: declaration".
SAME_SIDE_EVERYWHERE = frozenset(
    {
        "static/css/pieces.css: border-width: 0 2px 2px 0;",  # an arrow that points down, made from a turned corner
    }
)


def styles_know_no_left_and_right(sources: Sources) -> list[str]:
    """Only beginnings and ends of lines, so that a page in Arabic is the mirror of a page in Welsh."""
    complaints = []
    for path, source in sources.items():
        text = CSS_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)
        for found in PHYSICAL.finditer(text):
            what = " ".join(found[1].split())
            if _is_lopsided(what) and f"{path}: {what}" not in SAME_SIDE_EVERYWHERE:
                complaints.append(f"{path}:{text.count(chr(10), 0, found.start(1)) + 1} says {what}")
    return complaints


def _is_lopsided(declaration: str) -> bool:
    """Four values name each side; they matter where the second and the last differ."""
    name, _colon, values = declaration.partition(":")
    if name not in {"margin", "padding", "inset", "border-width", "border-radius"}:
        return True
    sides = re.findall(r"(?:[^\s(]|\([^)]*\))+", values.rstrip(";"))
    if name == "border-radius":
        return "/" not in values and len(sides) > 1 and not (len(sides) == 4 and sides[0::2] == sides[1::2][::-1])
    return len(sides) == 4 and sides[1] != sides[3]
