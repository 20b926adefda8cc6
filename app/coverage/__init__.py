"""Who is underserved: demand and supply as arrays, exact distances, gaps in numbers and in words.

Numeric modules (`geodesy`, `grouping`) are pure; `demand` and `supply` read the database; `gaps` puts them
together.
"""
