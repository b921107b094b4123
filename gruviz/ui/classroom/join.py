"""How a class joins: the code, a short link and a QR code, large enough for the last row."""

import streamlit as st

from gruviz.ui.classroom.leading import Visit
from gruviz.ui.classroom.room import app_here, class_link, qr_code
from gruviz.ui.components import component
from gruviz.ui.markdown import literal

ALONE = """This app serves only this computer, so no phone can open it. Stop it, and start it again for a class:

    gruviz --class

Everyone on the same network can then join. On a server of your own, open the app by the server's address."""


def join_screen(visit: Visit) -> None:
    """Show how to join; what to do where nobody could."""
    app = app_here()
    with st.container(key="class_join_screen"):
        if app is None:
            st.warning(ALONE)
            return
        image = qr_code(class_link(app, visit.code))
        data = {"kind": "join", "code": visit.code, "desk": f"{app}/class", "image": image}
        component("classroom", key="class_join_picture", data=data)
        st.caption(
            literal("On the same network. No name and no account: the class sees votes, and not whose they are.")
        )
