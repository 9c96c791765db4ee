"""Whoosh: an index in files beside the database, for a site of one machine. A cache: it can be built again."""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
