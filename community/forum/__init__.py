"""Topics and posts: slow conversation that can be found again."""
