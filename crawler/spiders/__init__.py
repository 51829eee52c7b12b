"""Spiders: from a source to its pages."""
