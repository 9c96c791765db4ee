"""From the content files to what is written in them. How such a file looks is best seen in one of them."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from config.demo.clock import Clock
from config.demo.written import (
    WrittenAppeal,
    WrittenCommunity,
    WrittenDecision,
    WrittenDeed,
    WrittenEntry,
    WrittenFace,
    WrittenGroup,
    WrittenPerson,
    WrittenPost,
    WrittenReport,
    WrittenReview,
    WrittenRoom,
    WrittenTopic,
)

CONTENT = Path(__file__).resolve().parent / "content"
NOT_GROUPS = frozenset({"members", "moderation", "lately"})
A_MINUTE = timedelta(minutes=1)
OUTCOMES_THAT_LEAVE_IT = frozenset({"keep"})


def read_community(now: datetime) -> WrittenCommunity:
    """Everything, as it looks when the demo is filled at `now`."""
    clock = Clock(now)
    members, moderation = _file("members"), _file("moderation")
    handles = sorted(path.stem for path in CONTENT.glob("*.toml") if path.stem not in NOT_GROUPS)
    groups = [_group(handle, _file(handle), clock) for handle in handles]
    by_handle = {group.handle: group for group in groups}
    reviews = [_review(raw, by_handle[raw["group"]], clock) for raw in moderation["review"]]
    return WrittenCommunity(members["password"], _people(members, clock), groups, reviews, _deeds(clock))


def _deeds(clock: Clock) -> list[WrittenDeed]:
    """In `lately.toml` each table is named as the kind of deed, and `ago` says how long ago it was."""
    return [
        WrittenDeed(
            kind=kind,
            at=clock.at(raw["ago"]),
            other=tuple(raw.get("other", ("", ""))),
            **{name: words for name, words in raw.items() if name not in ("ago", "other")},
        )
        for kind, deeds in _file("lately").items()
        for raw in deeds
    ]


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _people(raw: dict[str, Any], clock: Clock) -> list[WrittenPerson]:
    notes = {guide["person"]: guide["note"] for guide in raw["guide"]}
    return [
        WrittenPerson(key, email, clock.at(joined), frozenset(raw["roles"].get(key, ())), notes.get(key, ""))
        for key, (email, joined) in raw["people"].items()
    ]


def _group(handle: str, raw: dict[str, Any], clock: Clock) -> WrittenGroup:
    return WrittenGroup(
        handle=handle,
        slug=raw.get("slug", ""),
        name=raw["name"],
        kind=raw["kind"],
        visibility=raw["visibility"],
        joining=raw["joining"],
        purpose=raw["purpose"],
        welcome=raw["welcome"].strip(),
        founded_at=clock.at(raw["founded"]),
        rules=raw["rules"],
        faces=_faces(raw, clock),
        topics=[_topic(topic, clock) for topic in raw["topic"]],
        room=_room(raw["room"], clock) if "room" in raw else None,
        rota=raw["rota"],
        blocks=raw.get("blocks", []),
        invitation=raw.get("invitation", {}),
        other_names=raw.get("other_names", ""),
        where=raw.get("where", ""),
        languages=raw.get("languages", []),
        areas=raw.get("areas", []),
        questions=raw.get("questions", []),
        checks_first_posts=raw.get("checks_first_posts", False),
    )


def _faces(raw: dict[str, Any], clock: Clock) -> list[WrittenFace]:
    active = [
        WrittenFace(name, person, clock.at(joined), about, role) for name, person, role, joined, about in raw["faces"]
    ]
    asked = [
        WrittenFace(name, person, clock.at(joined), about, state="requested", answers=tuple(answers))
        for name, person, joined, about, *answers in raw.get("asked", [])
    ]
    left = [
        WrittenFace(name, person, clock.at(joined), about, state="left", left_at=clock.at(left_at))
        for name, person, joined, left_at, about in raw.get("left", [])
    ]
    nameless = [
        WrittenFace(name, person, clock.at(joined), only_in=title)
        for name, person, joined, title in raw.get("nameless", [])
    ]
    return active + asked + left + nameless


def _topic(raw: dict[str, Any], clock: Clock) -> WrittenTopic:
    """A post is [face, how long after the one before, words], and perhaps its signs and when it was edited."""
    posts: list[WrittenPost] = []
    times = _times(raw, clock)
    for number, (at, (author, _pause, body, *rest)) in enumerate(zip(times, raw["posts"], strict=True), start=1):
        signs = dict(rest[0]) if rest else {}
        edited = signs.pop("edited", "")
        posts.append(WrittenPost(number, author, at, body.strip(), signs, clock.after(at, edited) if edited else None))
    return WrittenTopic(
        title=raw["title"],
        posts=posts,
        pinned_at=clock.after(posts[0].at, raw["pinned"]) if "pinned" in raw else None,
        closed_at=clock.after(times[-1], raw["closed"]) if "closed" in raw else None,
        area=raw.get("area", ""),
    )


def _times(raw: dict[str, Any], clock: Clock) -> list[datetime]:
    """When each post of the topic was written; a topic `by_night` is one whose people are awake."""
    moment = clock.at(raw["started"])
    times: list[datetime] = []
    for _author, pause, *_rest in raw["posts"]:
        moment = clock.after(moment, pause)
        at = moment if "by_night" in raw else clock.awake(moment)
        times.append(max(at, times[-1] + A_MINUTE) if times else at)
    return times


def _room(raw: dict[str, Any], clock: Clock) -> WrittenRoom:
    entries = []
    for talk in raw["talk"]:
        at = clock.at(talk["started"])
        for author, pause, body in talk["entries"]:
            at = clock.after(at, pause)
            entries.append(WrittenEntry(author, at, body.strip()))
    return WrittenRoom(raw["name"], clock.at(raw["opened"]), entries)


def _review(raw: dict[str, Any], group: WrittenGroup, clock: Clock) -> WrittenReview:
    kind = next(kind for kind in ("post", "entry", "face", "topic") if kind in raw)
    words = raw["topic"] if kind == "post" else raw[kind]
    number = raw.get("post", 0)
    moment = _moment(group, kind, words, number)
    decision = _decision(raw["decision"], moment, clock) if "decision" in raw else None
    if decision and kind == "post" and decision.outcome not in OUTCOMES_THAT_LEAVE_IT:
        hidden = group.topic(words).posts[number - 1]
        hidden.hidden_at, hidden.hidden_reason = decision.at, decision.explanation
    return WrittenReview(
        group=group.handle,
        kind=kind,
        words=words,
        number=number,
        reports=[_report(report, moment, clock) for report in raw["reports"]],
        decision=decision,
        appeal=_appeal(raw["appeal"], moment, clock) if "appeal" in raw else None,
    )


def _moment(group: WrittenGroup, kind: str, words: str, number: int) -> datetime:
    """When the thing was said that a review is about."""
    if kind == "face":
        return next(face.joined_at for face in group.faces if face.name == words)
    if kind == "entry":
        return next(entry.at for entry in (group.room.entries if group.room else []) if words in entry.body)
    return group.topic(words).posts[max(number, 1) - 1].at


def _report(raw: list[str], moment: datetime, clock: Clock) -> WrittenReport:
    reporter, when, category, words = raw
    return WrittenReport(reporter, clock.after(moment, when), category, words)


def _decision(raw: dict[str, Any], moment: datetime, clock: Clock) -> WrittenDecision:
    at = clock.after(moment, raw["after"])
    return WrittenDecision(raw["by"], at, raw["outcome"], raw.get("rule"), raw["explanation"].strip())


def _appeal(raw: dict[str, Any], moment: datetime, clock: Clock) -> WrittenAppeal:
    return WrittenAppeal(clock.after(moment, raw["after"]), raw["words"].strip())
