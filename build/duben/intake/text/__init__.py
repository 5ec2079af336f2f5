"""Plain text to lines and paragraphs."""
