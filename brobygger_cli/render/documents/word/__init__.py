"""The parts of a Word file; `house/` holds what a file without a template starts from."""
