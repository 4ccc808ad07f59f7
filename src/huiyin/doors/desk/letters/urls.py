"""The addresses of letters, inside those of the desk. Every act makes a resource of the letter, or of its copy."""

from django.urls import URLPattern, path

from huiyin.doors.desk.letters import acts, drafting, ledger, reading, records, seals

urlpatterns: list[URLPattern] = [
    path("letters", ledger.sent, name="letters"),
    path("letters.csv", ledger.export, name="letters_export"),
    path("letters/received", ledger.received, name="letters_received"),
    path("admin/seals", seals.seals, name="seals"),
    path("admin/seals/<int:pk>", seals.bring, name="seal"),
    path("letters/new", drafting.new, name="letter_new"),
    path("letters/records/new", records.state, name="record_new"),
    path("letters/<int:pk>", reading.letter, name="letter"),
    path("letters/<int:pk>/wording", drafting.wording, name="letter_wording"),
    path("letters/<int:pk>/paper.<str:form>", reading.paper, name="letter_paper"),
    path("letters/files/<int:pk>", reading.file, name="letter_file"),
    path("letters/<int:pk>/<str:noun>", acts.act, name="letter_act"),
    path("letters/<int:pk>/at/<int:unit>/<str:noun>", acts.act_at, name="letter_act_at"),
]
