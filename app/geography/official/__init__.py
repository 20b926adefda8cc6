"""Official files about areas and people, read as the agencies publish them.

Belongs here: recognising a file, its codes, sentinels and vintages, the formulas that make groups of table lines, and
loading them. Files about assets (schools, museums …) are read by `app.inventory.official`.
"""
