"""What members do together; each folder is a room of its own and none imports another."""
