"""Tests of topics and posts."""
