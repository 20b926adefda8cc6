"""Reading that happens apart: workbooks and map layers, in a child process with hard limits on memory and time.

Libraries in other languages read these formats; a file that breaks or swells them must not break the service.
`process` is the parent's side; everything else here runs in the child, which knows no settings and no database.
"""
