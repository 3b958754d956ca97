"""How Slack reaches Ribbon: over HTTP, or over a socket that Ribbon opens."""
