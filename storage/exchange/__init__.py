"""Getting data in and out as CSV files."""
