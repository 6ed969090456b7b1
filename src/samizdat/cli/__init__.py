"""Words on a terminal → one app call → words."""
