"""The parts of a workbook: what its sheets are called, how numbers are shown, and what stands on each kind of sheet."""
