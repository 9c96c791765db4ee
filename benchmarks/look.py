"""The first view of a topic over a cold cache, as a phone on a slow network has it: measured by Lighthouse.

Lighthouse comes by `npx` and needs Node and Chromium; the site itself needs neither.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from playwright.sync_api import Route, sync_playwright

from benchmarks.processes import ROOT, free_port, serving
from tests.browser import CHROMIUM_OPTIONS, find_chromium
from tests.services import NotHere

FOLDER = ROOT / "var" / "bench" / "look"
LIGHTHOUSE = "lighthouse@13"
GROUP, MEMBER, PASSWORD = "breathing-space", "ada@example.org", "alongside-demo"  # of the demo
MOST_KILOBYTES = 60
MOST_SHIFT = 0.02
LONGEST_SECONDS = 300
Row = dict[str, Any]


def run() -> Row:
    """What Lighthouse found; NotHere, with the reason, where it cannot be had."""
    npx, chromium = shutil.which("npx"), find_chromium()
    if npx is None or chromium is None:
        raise NotHere("Lighthouse needs Node's npx and Chromium")
    port = free_port()
    _fill()
    with serving("look", ["-m", "config.server", "--port", str(port)], port=port, environment=_environment()):
        site = f"http://127.0.0.1:{port}"
        cookies = _sign_in(site)
        topic = site + _busiest_topic(site, cookies)
        found = _figures(_lighthouse(npx, chromium, topic, cookies))
        found["reply_before_scripts"] = _reply_before_scripts(chromium, topic, cookies)
    return found


def as_table(found: Row) -> str:
    verdicts = {
        "CSS and JavaScript, compressed": (f"{found['kilobytes']:.1f} kB", found["kilobytes"] <= MOST_KILOBYTES),
        "layout shift (CLS)": (f"{found['layout_shift']:.4f}", found["layout_shift"] < MOST_SHIFT),
        "a reply is sent before scripts come": (str(found["reply_before_scripts"]), found["reply_before_scripts"]),
    }
    lines = [
        f"{name:40} {figure:>12}   {'as wished' if is_good else 'TOO MUCH'}"
        for name, (figure, is_good) in verdicts.items()
    ]
    lines += [f"{name:40} {found[key]:>9.0f} ms" for name, key in TIMES.items()]
    return "\n".join(["First view of a topic (Lighthouse, simulated slow 4G, a slow phone)", *lines])


TIMES = {
    "first words (FCP)": "first-contentful-paint",
    "largest part (LCP)": "largest-contentful-paint",
    "blocked (TBT)": "total-blocking-time",
}


def _environment() -> dict[str, str]:
    return {
        "VAR_DIR": str(FOLDER),
        "DEMO": "on",
        "SECRET_KEY": "only-for-measuring-" + "0" * 40,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
    }


def _fill() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for command in ("migrate", "collectstatic --no-input", "demo"):
        arguments = [sys.executable, "manage.py", *command.split(), "--verbosity", "0"]
        subprocess.run(arguments, cwd=ROOT, env={**os.environ, **_environment()}, check=True)


def _sign_in(site: str) -> str:
    """The cookies of a member, as a browser sends them."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    page = _text(opener, f"{site}/accounts/login/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    words = {"login": MEMBER, "password": PASSWORD, "csrfmiddlewaretoken": token}
    opener.open(Request(f"{site}/accounts/login/", urlencode(words).encode(), {"Referer": site})).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _text(opener: OpenerDirector, address: str, **headers: str) -> str:
    with opener.open(Request(address, headers=headers)) as answer:
        text: str = answer.read().decode()
        return text


def _busiest_topic(site: str, cookies: str) -> str:
    page = _text(build_opener(), f"{site}/groups/{GROUP}/", Cookie=cookies)
    counts = re.findall(r'href="(/topics/\w+/)".*?(\d+) repl', page, re.S)
    return max(counts, key=lambda found: int(found[1]))[0]


def _lighthouse(npx: str, chromium: str, address: str, cookies: str) -> dict[str, Any]:
    report, headers = FOLDER / "lighthouse.json", FOLDER / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies}))
    flags = " ".join(["--headless=new", *CHROMIUM_OPTIONS])
    command = [npx, "--yes", LIGHTHOUSE, address, "--quiet", "--only-categories=performance", "--output=json"]
    command += [f"--output-path={report}", f"--extra-headers={headers}", f"--chrome-flags={flags}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    try:
        subprocess.run(command, cwd=FOLDER, env=environment, check=True, timeout=LONGEST_SECONDS, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise NotHere(f"Lighthouse did not run: {said.decode(errors='replace').strip()[-300:] or error}") from None
    read: dict[str, Any] = json.loads(Path(report).read_text())
    return read


def _figures(report: dict[str, Any]) -> Row:
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    weights = [one["transferSize"] for one in requests if one.get("resourceType") in ("Script", "Stylesheet")]
    found: Row = {key: audits[key]["numericValue"] for key in TIMES.values()}
    found |= {"kilobytes": sum(weights) / 1000, "requests": len(requests)}
    found["layout_shift"] = audits["cumulative-layout-shift"]["numericValue"]
    return found


def _reply_before_scripts(chromium: str, address: str, cookies: str) -> bool:
    """Whether words are sent while every script is still on its way."""
    words = "Sent before any script had come."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        context = browser.new_context()
        named = [cookie.partition("=") for cookie in cookies.split("; ")]
        context.add_cookies([{"name": name, "value": value, "url": address} for name, _, value in named])
        page = context.new_page()
        page.route(re.compile(r"\.js$"), _never)
        page.goto(address, wait_until="commit")
        page.locator("#reply textarea").fill(words)
        page.locator("#send-reply").click(no_wait_after=True)
        page.wait_for_url(re.compile("#post-"), wait_until="commit")
        is_there = page.get_by_text(words).first.is_visible()
        browser.close()
    return is_there


def _never(route: Route) -> None:
    """Holds the request for as long as the page is open."""
