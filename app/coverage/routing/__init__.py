"""Travel times from a routing service that speaks the matrix protocol of OSRM or of Valhalla.

The address comes from the operator's settings alone, never from a request. Nothing here reads the database.
"""
