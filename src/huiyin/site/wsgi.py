"""The web server's entry, loaded once in each of its processes."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from huiyin.site import lifeline, realm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.site.settings")
lifeline.tie()
application = get_wsgi_application()
realm.watch()

# What was loaded stays; looking through it for garbage again and again costs a request a twentieth of its time.
gc.freeze()
gc.set_threshold(20_000)
