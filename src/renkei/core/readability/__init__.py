"""The rules of machine readability for the data of public administration, and looking through a file by them."""
