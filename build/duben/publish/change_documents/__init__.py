"""What is handed out with a revision: report, slip, marked and replacement pages."""
