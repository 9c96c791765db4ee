"""Facts about reports and decisions that listeners may hear."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportMade:
    report_id: int


@dataclass(frozen=True, slots=True)
class DecisionMade:
    decision_id: int


@dataclass(frozen=True, slots=True)
class AppealMade:
    appeal_id: int


@dataclass(frozen=True, slots=True)
class AppealAnswered:
    appeal_id: int


@dataclass(frozen=True, slots=True)
class RotaChanged:
    group_id: int
