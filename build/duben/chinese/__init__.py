"""What we know of Chinese text: numerals, marks, labels, enumerations. Pure functions over strings."""
