"""Which widgets the browser has drawn: it sends the values of these, and of no others, with all that it asks for."""

from streamlit.runtime.scriptrunner import get_script_run_ctx


def is_sent(key: str) -> bool:
    """Whether the browser has sent a widget's value with this run; to be asked before the run draws the widget."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return False
    state = context.session_state._state  # nothing public tells what was sent
    return state._key_id_mapper.get_id_from_key(key) in state._new_widget_state.states
