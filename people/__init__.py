"""Accounts, sessions, notices and preferences: who somebody is to the site, never to other members."""
