"""The editor's decisions on enumerations: enumerations.toml and its spreadsheet."""
