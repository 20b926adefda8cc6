"""Where the next sites should be: most people reached, fewest sites for everyone, seats, what-if. Pure arrays.

Pairs are a CSR matrix, demand rows by site columns, whose explicit entries are the sites in reach (distances
in metres; a stored 0 is a site 0 m away and in reach). Numbers of people or weights are float64.
"""
