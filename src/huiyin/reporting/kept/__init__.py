"""The figures of weeks that are over, kept so that no page reads all the years before it (decision 26)."""
