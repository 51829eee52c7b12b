"""How hosts are reached and what is refused: addresses, certificates, names of failures."""
