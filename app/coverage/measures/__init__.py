"""How well people are reached: every measure a function of a reach and a decay. Pure; see docs/methods.md."""
