"""The text of finished files against that of the source."""
