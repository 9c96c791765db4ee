"""Finding what was written again, never more than the viewer may see."""
