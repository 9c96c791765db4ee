"""Places to meet: who belongs, under which face, and what the members of a group may do."""
