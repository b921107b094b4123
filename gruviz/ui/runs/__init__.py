"""Long runs as a page sees them."""
