"""What a page is: its bytes parsed once, the text it shows in reading order, and the data it declares."""
