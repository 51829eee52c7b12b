"""CleanPage -> Article: pure functions from text as printed to normal forms."""
