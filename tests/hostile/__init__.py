"""What attackers send: servers, files and texts of our own making, for tests/test_hostile*.py."""
