"""File tables → manifests, signatures, proofs."""
