"""Talks with people, in Slack and on the command line."""
