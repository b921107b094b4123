"""Networks in the files of others: recurrent layers found by names and shapes; nothing in a file is executed."""
