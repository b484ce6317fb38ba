"""The rules of the grammar, one module a family of time expressions."""
