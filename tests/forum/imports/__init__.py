"""Tests of importing archives, with two small ones of our own making."""
