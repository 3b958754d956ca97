"""What a person at the screen sees and does."""
