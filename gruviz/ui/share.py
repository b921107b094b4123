"""Links to what is on the screen, for colleagues and classes."""

from collections.abc import Mapping

import streamlit as st

from gruviz.ui.charts.component import component
from gruviz.ui.controls.address import HIDE
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.kinds import LINK_LIMIT, Text
from gruviz.ui.controls.panel import PRESENT, Panel


def share_row(panel: Panel) -> None:
    """Offer a link to this picture, and the way back to the first."""
    with st.container(horizontal=True, key=panel.key("share")):
        share_popover(panel)
        panel.draw_reset()


def share_popover(panel: Panel) -> None:
    """Offer the address of this very picture, with controls hidden on request."""
    with st.popover("Share this picture"):
        st.caption("A link that opens the same picture, settings and seed included.")
        visible = {name: control.label for name, control in panel.controls.items() if panel.draws(name)}
        hidden = st.multiselect(
            "Hide from the class",
            list(visible),
            format_func=lambda name: visible[name],
            key=panel.key("share_hidden"),
            help="Controls left out for whoever opens the link; their values stay.",
        )
        without = dict.fromkeys((PRESENT.name, CLASS.name))
        component(
            "copy_link",
            key=panel.key("copy_link"),
            data={
                "label": "Copy link",
                "query": without | ({HIDE: ",".join(hidden)} if hidden else {}),
            },
        )
        embed_button(panel.key("embed"), {PRESENT.name: None} | ({HIDE: ",".join(hidden)} if hidden else {}))
        st.caption("The second copies HTML for a page of a course: this picture in a frame, without the navigation.")
        for control in panel.controls.values():
            if isinstance(control, Text) and len(panel.values[control.name]) > LINK_LIMIT:
                st.caption(f"“{control.label}” is longer than {LINK_LIMIT:,} characters and not part of the link.")


def embed_button(key: str, query: Mapping[str, str | None]) -> None:
    """Offer the HTML of a frame that shows this page within another; `query` as in a link."""
    component(
        "copy_link", key=key, data={"label": "Copy HTML to embed", "query": {**query, "embed": "true"}, "frame": True}
    )
