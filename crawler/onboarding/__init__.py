"""`congtin add`: from an address to a source with its sections, feeds and samples."""
