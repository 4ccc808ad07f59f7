"""PostgreSQL as Django has it, with a cheaper look whether a kept connection is still there."""
