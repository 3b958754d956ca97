"""Kept messages: what Slack should show, what it shows, and what must be taken back."""
