"""Rooms with live, numbered and acknowledged messages."""
