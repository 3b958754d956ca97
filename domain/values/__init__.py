"""The nouns: values without behaviour beyond their own meaning."""
