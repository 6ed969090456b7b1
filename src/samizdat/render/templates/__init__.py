"""Editors' templates: the look of one kind of page, checked against what pages may hold."""

from samizdat.render.templates.check import check_output
from samizdat.render.templates.compile import KINDS, compile_template
from samizdat.render.templates.page import template_faults, templated

__all__ = ["KINDS", "check_output", "compile_template", "template_faults", "templated"]
