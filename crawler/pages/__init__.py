"""What a page, a feed or a sitemap tells: links, listings, pagers, refusals. Pure."""
