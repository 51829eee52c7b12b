"""Portals -> RawPage: the only room that knows the network."""
