"""samizdat mirrors a newsroom to places a censor cannot afford to block."""

__version__ = "0.1.0"
