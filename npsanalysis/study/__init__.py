"""The study: from an export to the page one hands over."""

from npsanalysis.study.content import Study, build_study
from npsanalysis.study.sections import SECTIONS, show_section
from npsanalysis.study.writing import write_study

__all__ = ["SECTIONS", "Study", "build_study", "show_section", "write_study"]
