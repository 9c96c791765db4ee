"""Tests of the kit: mostly in the test process, faults in processes of their own that are really killed."""
