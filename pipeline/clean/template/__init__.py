"""What a source's pages share: learned from several, applied to the next."""
