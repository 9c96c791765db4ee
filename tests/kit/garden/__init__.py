"""A room for the small site: plants are watered, and the programs that hear of it write into the file LOGBOOK."""
