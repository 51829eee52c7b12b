"""Stored entries as feeds, files, pages and an HTTP API."""
