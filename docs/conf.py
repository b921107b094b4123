"""The documentation: `python -m sphinx -W docs build/docs`. No page asks another host for anything."""

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # the examples that train are small: threads would only wait
sys.path.insert(0, str(Path(__file__).parent))

import gruviz

project, author = "GRUViz", "the GRUViz authors"
release = gruviz.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "gallery_pages"]
exclude_patterns = ["examples"]
html_theme = "furo"
html_title = f"GRUViz {release}"
html_favicon = html_logo = "../assets/icon.svg"
html_copy_source = html_show_copyright = False
html_css_files, html_static_path = ["style.css"], ["static"]
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
python_use_unqualified_type_names = True
napoleon_google_docstring, napoleon_numpy_docstring = True, False
myst_heading_anchors = 2
