"""Records that are the same thing twice: found, kept apart on purpose, or merged into one with their history."""
