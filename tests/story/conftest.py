from tests.story.lived import own_database
from tests.story.living import life

__all__ = ["life", "own_database"]
