"""Page values → files of one format."""
