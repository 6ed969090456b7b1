"""Pages of existing mirrors → articles, repaired."""
