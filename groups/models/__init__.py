"""Groups and faces. A face is the `Membership` row: the only thing other members ever see of a person."""

from groups.models.faces import Block, Introduction, Invitation, Membership
from groups.models.groups import Area, FormerAddress, Group, Question, Rule
from groups.models.merging import Merger, MergerAnswer
from groups.models.pictures import Picture
from groups.models.roles import RoleOffer

__all__ = [
    "Area",
    "Block",
    "FormerAddress",
    "Group",
    "Introduction",
    "Invitation",
    "Membership",
    "Merger",
    "MergerAnswer",
    "Picture",
    "Question",
    "RoleOffer",
    "Rule",
]
