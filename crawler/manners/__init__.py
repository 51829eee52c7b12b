"""Politeness: robots.txt, the pace, waits that hosts ask for, one visitor a host."""
