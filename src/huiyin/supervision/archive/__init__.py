"""The archive of a closed file (S1-24)."""
