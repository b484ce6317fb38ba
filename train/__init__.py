"""How the answer model is trained: data, made rows, network, loop, export and figures."""
