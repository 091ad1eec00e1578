"""The structure and the schemes of agreements as drawings, made from what the reader may see."""
