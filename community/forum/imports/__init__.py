"""Reading archives of other forums; `community.forum.actions.keep_archive` keeps what was read."""
