"""The application Translation: numbers in English words, said in French or in German."""
