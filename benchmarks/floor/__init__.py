"""The yardsticks: what the same machine does when nothing but the bare necessity is done."""
