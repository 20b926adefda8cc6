"""Travel times of one's own instead of straight lines: asked for, kept, matched with people and assets, made."""
