"""Programs that the docs show; the tests run them."""
