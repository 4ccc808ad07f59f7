"""The addresses of files, and a form as a page without JavaScript has it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import ensure_csrf_cookie

from huiyin.doors.citizen import uploads
from huiyin.doors.citizen.files import received, takes_files
from huiyin.doors.shared.access import ANYONE, audience

PAGE = """<!doctype html><title>t</title><form method=post enctype=multipart/form-data action=/form>
<input type=hidden name=csrfmiddlewaretoken value="%s">
<input type=file id=f name=files multiple data-uploads=/uploads data-draft=form-0001 data-sending="{percent} percent"
 data-waiting=waiting data-done=done data-failed=failed data-remove=remove data-busy=busy>
<button>send</button></form><script src=/upload.js></script>"""


@audience("citizen", permission=ANYONE)
@takes_files
@ensure_csrf_cookie
def form(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(PAGE % request.META["CSRF_COOKIE"])
    tokens, refused = received(request, draft="form-0001", now=settings.CLOCK.now())
    text = request.POST.get("text", "")
    return JsonResponse({"text": text, "tokens": tokens, "refused": [r.reason for r in refused]})


@audience("citizen", permission=ANYONE)
def script(request: HttpRequest) -> HttpResponse:
    from django.contrib.staticfiles import finders

    with open(str(finders.find("shared/js/upload.js"))) as source:
        return HttpResponse(source.read(), content_type="text/javascript")


urlpatterns = [path("", include(uploads.urlpatterns)), path("form", form), path("upload.js", script)]
