"""The addresses of what comes by other ways than our own pages, inside those of the desk."""

from django.urls import URLPattern, path

from huiyin.doors.desk.channels import entering, hotline, replies, waiting

urlpatterns: list[URLPattern] = [
    path("entry", entering.entry, name="entry"),
    path("entry/receipt", entering.slip, name="slip"),
    path("waiting", waiting.waiting, name="waiting"),
    path("waiting/<int:pk>", waiting.arrival, name="arrival"),
    path("hotline", hotline.overview, name="hotline"),
    path("hotline/days/<str:day>", hotline.mending, name="hotline_mending"),
    path("hotline/export", hotline.export, name="hotline_export"),
    path("hotline/import", hotline.taking, name="hotline_taking"),
    path("cases/<str:number>/passing-on", hotline.passing_on, name="passing_on"),
    path("replies", replies.replies, name="replies"),
    path("replies/<str:number>", replies.reply_given, name="reply_given"),
    path("replies/<str:number>/address", replies.reply_address, name="reply_address"),
]
