"""Maps: the only room that imports folium. Frames, layers and their classes; data comes by fetch.

No text of a user ever passes through folium: our own script puts it into the page with `textContent`.
"""
