"""The application Balancing: carts that play in the browser, and what can be said about many attempts."""
