"""Ribbon's rules and use cases. Imports the standard library only; knows no clock, no database, no Slack."""
