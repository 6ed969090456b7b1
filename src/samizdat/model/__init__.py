"""The nouns: frozen typed values that floors hand each other."""
