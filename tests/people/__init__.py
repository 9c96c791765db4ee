"""Tests of the people room and of what every page has in common."""
