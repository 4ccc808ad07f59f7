"""Reports that came another way and lie in a table: read, checked row by row, then received like any other."""
