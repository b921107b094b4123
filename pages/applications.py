"""Applications: seven real tasks, trained here or before, and tried by hand."""

from gruviz.ui.applications.controls import GALLERY, TABLE
from gruviz.ui.applications.view import application_view, gallery
from gruviz.ui.page import page, sidebar

with page("applications", "", TABLE) as panel:
    sidebar(panel)
    if panel.values["application"] == GALLERY:
        gallery(panel)
    else:
        application_view(panel)
