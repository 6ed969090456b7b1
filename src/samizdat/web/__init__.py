"""Local HTTP → one app call → pages."""
