"""The pages of finished PDFs against the rules of lines and pages."""
