"""A page's bytes -> its text, whatever was declared; what was typed or decoded wrongly repaired."""
