"""Every name that Slack sends back, with its data, and what answers it may get."""
