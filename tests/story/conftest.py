from tests.story.living import life

__all__ = ["life"]
