"""The site in Chromium: bytes, time until it can be used, memory; beside a plain Folium page of the same assets."""
