"""Portals by the hundred for benchmarks/farm.py, and the instruments of its crawls."""
