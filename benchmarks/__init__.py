"""Measured beside limits and peers; nothing here is asserted in tests."""
