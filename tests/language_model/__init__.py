"""Language models for tests and benchmarks: a scripted server, and a small real one."""
