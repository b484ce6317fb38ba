"""One small transformer with two heads: it reads passages for answers, and judges claims."""
