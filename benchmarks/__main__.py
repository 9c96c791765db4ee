"""`./dev bench [WHAT ...] [--quick]`: measures, prints tables and writes var/bench/results.json."""

import argparse
import json
import platform
from pathlib import Path

from benchmarks import chat, groups, look, many, pages
from tests.services import NotHere

RESULTS = Path("var") / "bench" / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    kinds = ["pages", "groups", "chat", "many", "look"]
    parser.add_argument("what", nargs="*", choices=[*kinds, []], help="only these; all unless named")
    parser.add_argument("--quick", action="store_true", help="one short round: to see that it works, not to quote")
    asked = parser.parse_args()
    seconds, rounds = (0.5, 1) if asked.quick else (2.5, 3)
    results: dict[str, object] = {"python": platform.python_version(), "seconds": seconds, "rounds": rounds}
    if not asked.what or "pages" in asked.what:
        results["pages"] = pages.run(seconds=seconds, rounds=rounds)
        print(pages.as_table(results["pages"]), end="\n\n")
    if not asked.what or "groups" in asked.what:
        results["groups"] = groups.run(seconds=seconds, rounds=rounds)
        print(groups.as_table(results["groups"]), end="\n\n")
    if not asked.what or "chat" in asked.what:
        results["chat"] = chat.run(seconds=2 * seconds, rounds=rounds)
        print(chat.as_table(results["chat"]))
    if not asked.what or "many" in asked.what:
        try:
            results["many"] = many.run(seconds=2 * seconds, rounds=rounds)
            print(many.as_table(results["many"]))
        except NotHere as reason:
            print(f"Many processes were not measured: {reason}.")
    if not asked.what or "look" in asked.what:
        try:
            results["look"] = look.run()
            print(look.as_table(results["look"]))
        except NotHere as reason:
            print(f"The look was not measured: {reason}.")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1))
    print(f"\nThe same figures are in {RESULTS}.")


if __name__ == "__main__":
    main()
