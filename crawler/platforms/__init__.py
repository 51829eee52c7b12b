"""Platforms: one file per CMS family."""
