"""What Slack takes and what it refuses: its limits on blocks, elements and values."""
