"""The application Digits: a picture that networks read while it is drawn."""
