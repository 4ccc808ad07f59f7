"""A city's story, lived through the real actions under a simulated clock, and measured by the program itself.

`story` and `letters` say what arrives and how people act, `running` lets them act when it is their time, `lines` says
what the program's own queries and measures make of it. Nothing here writes a row: actions, the journey and the
command line do.
"""
