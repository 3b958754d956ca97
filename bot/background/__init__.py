"""Work that nobody waits for, done in threads of its own."""
