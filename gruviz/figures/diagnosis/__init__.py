"""What a diagnosis shows: how much of the past teaches, how states grow, where gates stand."""
