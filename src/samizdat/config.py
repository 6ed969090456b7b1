"""samizdat.toml → frozen values."""
