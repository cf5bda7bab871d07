"""What is read about orders: their text with its blanks filled, what they still lack, lists."""
