"""What training does: learning curves, the gradient highway, the gates."""
