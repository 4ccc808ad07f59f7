from hypothesis import settings

# How long one example takes says something about the machine, not about the program.
settings.register_profile("kernel", deadline=None)
settings.load_profile("kernel")
