"""One module for each word after `huiyin`: `arguments(parser)` and `run(args) -> exit code`."""
