"""The web server's entry, loaded once in each of its processes."""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.site import lifeline, realm, serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.site.settings")
lifeline.tie()
application = get_wsgi_application()
realm.watch()
serving.settle()
