"""The addresses of files, and a form as a page without JavaScript has it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import ensure_csrf_cookie

from huiyin.doors.citizen import uploads
from huiyin.doors.citizen.incoming import takes_files
from huiyin.doors.shared.access import ANYONE, audience
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.conftest import NOW
from huiyin.kernel.lifecycle import NotAllowed

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
    tokens = request.POST.getlist("uploads")
    refused = list(request.refused_files)
    for file in request.FILES.getlist("files"):
        try:
            tokens.append(
                store(file, draft="form-0001", size=file.size, free=10**12, limits=Limits(), now=NOW).token
            )
        except NotAllowed as no:
            refused.append((file.name, no.refused))
    names = [f"{name}: {no.reason}" for name, no in refused]
    return JsonResponse({"text": request.POST.get("text", ""), "tokens": tokens, "refused": names})


@audience("citizen", permission=ANYONE)
def script(request: HttpRequest) -> HttpResponse:
    from django.contrib.staticfiles import finders

    with open(str(finders.find("shared/js/upload.js"))) as source:
        return HttpResponse(source.read(), content_type="text/javascript")


urlpatterns = [path("", include(uploads.urlpatterns)), path("form", form), path("upload.js", script)]
