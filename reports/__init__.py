"""Official documents out of plain data."""
