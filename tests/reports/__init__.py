"""Official documents, measured in the produced files."""
