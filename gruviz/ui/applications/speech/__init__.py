"""The application Speech: words that can be heard, from a program, from oneself, or only as features from people."""
