"""The only code that knows Streamlit, outside app.py and pages/."""
