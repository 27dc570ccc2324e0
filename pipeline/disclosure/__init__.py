"""Disclosure control: small counts are replaced before anything is computed from them."""
