"""Applications: seven real tasks, trained here or before, and tried by hand."""

from gruviz.ui.applications.controls import GALLERY, TABLE
from gruviz.ui.applications.gallery import gallery
from gruviz.ui.applications.view import application_view
from gruviz.ui.page import page

with page("applications", "", TABLE) as panel:
    if panel.values["application"] == GALLERY:
        gallery(panel)
    else:
        application_view(panel)
