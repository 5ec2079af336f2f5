"""Named enumerations (数字提法) and inline lists: terms, members, where they stand."""
