"""Downloads of federal agencies as they come: recognised by their header, turned into rows of our own fields.

Belongs here: what each agency's columns and codes mean. Does not belong here: reading bytes (`readers`), checking,
placing and publishing (the pipeline of `app.inventory` does that with these rows as with a state's).
"""
