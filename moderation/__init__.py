"""Reports, reviews, decisions with reasons, and appeals."""
