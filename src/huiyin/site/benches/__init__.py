"""Speed, measured beside a reference in the same run: machines differ, ratios travel."""
