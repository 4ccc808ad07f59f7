"""Search over a million cases."""
