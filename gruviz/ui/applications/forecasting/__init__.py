"""The application Forecasting: a series goes on, from any place that a person drags the origin to."""
