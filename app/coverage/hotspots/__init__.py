"""Where good or bad access lies together: Moran, local Moran, Getis-Ord, with neighbours and false discoveries.

Pure arrays. Places without people take no part: they have no neighbours, no statistic, and are nobody's
neighbour.
"""
