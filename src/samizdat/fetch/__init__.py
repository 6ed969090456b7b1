"""URL → Response, politely and safely."""
