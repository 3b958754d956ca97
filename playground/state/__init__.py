"""What this Slack knows: people, channels, messages, views, and what is to go wrong."""
