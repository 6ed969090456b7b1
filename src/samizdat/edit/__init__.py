"""Story heads → page values, in no format yet."""
