"""Time in a case: how each date came about, who asked for more of it, and what was granted."""
