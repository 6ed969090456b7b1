"""The demo newsroom: invented, neutral news, served on loopback."""
