"""Search over cases: what each is found by, and which of them somebody may find."""
