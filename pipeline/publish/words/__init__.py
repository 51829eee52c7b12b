"""What pages say, in Vietnamese and English."""
