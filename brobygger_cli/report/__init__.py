"""A report: what a comparison says as a document, before it becomes a web page, a Word file or a workbook."""
