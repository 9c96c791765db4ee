"""The demo community: what was written for it (content/), how it is read, and how it is put into an empty database."""
