"""Portals that break: healthy visits, then a breakage, then two runs, and what the watch said of it."""
