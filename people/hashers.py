"""Argon2 with the parameters that OWASP's password storage sheet gives: 19 MiB, two passes, one lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    """A guess stays dear, and sixteen people who sign in at once do not take 1.6 GB."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
