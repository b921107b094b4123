"""A Streamlit page with one slider and one Plotly chart of the home page's size: the floor to compare with."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.set_page_config(layout="wide")
st.title("Bare")
slope = st.slider("slope", 0.0, 100.0, 10.0, 1.0, key="home_update_bias")
x = np.arange(51)
figure = go.Figure()
for line in range(3):
    y = 10.0 ** (-x * slope / 500 * (line + 1))
    figure.add_scatter(x=x, y=y / 2, mode="lines", line_width=0)
    figure.add_scatter(x=x, y=y * 2, mode="lines", line_width=0, fill="tonexty")
    figure.add_scatter(x=x, y=y, mode="lines+markers")
figure.update_yaxes(type="log")
st.plotly_chart(figure, height=440, key="chart")
st.markdown(f"Slope {slope}")
