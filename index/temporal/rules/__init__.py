"""The rules of the grammar, one module per family of time expressions."""
