"""Studies of coverage: questions whose answer is computed from arrays alone, so that it can be kept and repeated.

`asked` reads what was asked, `reading` makes a `Scene` of it (the only part that knows the database), and `answer`
computes from the scene and the question, always the same.
"""
