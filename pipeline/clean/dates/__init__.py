"""Where a page prints its dates, and how far each is trusted. Found, not parsed."""
