"""From a page's bytes to a feed entry: clean, normalise, store, publish. No network here."""
