"""Web pages to lines and paragraphs."""
