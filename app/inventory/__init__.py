"""A state's file becomes assets: readers -> columns -> rows -> locate -> stage -> publish.

Belongs here: everything between the bytes of a file and the rows of `asset`. Does not belong here: HTTP, the
terminal, and finding assets again (`app.catalog`).
"""
