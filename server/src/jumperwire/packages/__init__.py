"""What is made of files before they go to a board, and where they come from."""
