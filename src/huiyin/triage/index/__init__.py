"""The index of words over reports, built off the intake path."""
