"""What trained models answer, and what their answers depend on."""
