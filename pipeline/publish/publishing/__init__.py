"""Feeds as files, brought up to date."""
