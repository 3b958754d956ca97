"""Remembers. Imports the domain, never Slack; a module per noun, each function takes the open transaction first."""
