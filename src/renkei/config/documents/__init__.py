"""The documents' generated parts: what the code declares is written into docs/ by the code, never by hand."""
