"""Stays: mobilities, the packages people are enrolled in, and the sources that may report about them."""
