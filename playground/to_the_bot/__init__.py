"""What this Slack sends to the bot, and how."""
