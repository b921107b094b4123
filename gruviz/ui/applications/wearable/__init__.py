"""The application Wearable: what an arm does, and labelled sequences of one's own."""
