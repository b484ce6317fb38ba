"""Questions asked on Discord, their answers and feedback. Survives a rebuilt index."""
