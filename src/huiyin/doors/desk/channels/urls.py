"""The addresses of what comes by other ways than our own pages, inside those of the desk."""

from django.urls import URLPattern, path

from huiyin.doors.desk.channels import entering, replies, waiting

urlpatterns: list[URLPattern] = [
    path("entry", entering.entry, name="entry"),
    path("entry/receipt", entering.slip, name="slip"),
    path("waiting", waiting.waiting, name="waiting"),
    path("waiting/<int:pk>", waiting.arrival, name="arrival"),
    path("replies", replies.replies, name="replies"),
    path("replies/<str:number>", replies.reply_given, name="reply_given"),
    path("replies/<str:number>/address", replies.reply_address, name="reply_address"),
]
