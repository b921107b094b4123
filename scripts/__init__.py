"""Programs that make the files under assets/."""
