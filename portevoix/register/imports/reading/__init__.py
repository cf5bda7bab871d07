"""Reading of an agency's workbook: from bytes to seats, without the register. Pure functions, French sentences."""
