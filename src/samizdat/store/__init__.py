"""Stories, revisions, responses, assets, heads, pages and fetch state on disk."""
