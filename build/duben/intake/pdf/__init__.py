"""PDF files with a text layer: characters with their places to lines, lines to a typed text."""
