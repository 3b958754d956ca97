"""Files from a practice's own software: read, judged and reconciled with what is there."""
