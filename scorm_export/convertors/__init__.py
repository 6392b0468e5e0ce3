"""Turns OLX blocks into parts of a package: one convertor per tag family, and a registry that other packages extend."""

from scorm_export.convertors.base import Context, Converted, Convertor
from scorm_export.convertors.registry import convertor_for, tags

__all__ = ["Context", "Converted", "Convertor", "convertor_for", "tags"]
