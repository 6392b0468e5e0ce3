"""Turns any Open edX course into a package that other learning management systems import."""
