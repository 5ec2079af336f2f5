"""What is put onto finished files without making them again: the code on the imprint, and what
tells one copy from another.
"""
