"""What is typed where Ribbon runs, a module per command."""
