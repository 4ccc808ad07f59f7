"""The desk's pages for reports that come in a table: choose a file, say what its columns are, look, begin."""
