"""The addresses of the administrators' pages, inside those of the desk; and what everybody may read."""

from django.urls import URLPattern, path

from huiyin.doors.desk.admin import accounts, calendar, learning, library, notices, places, relations, rules

urlpatterns: list[URLPattern] = [
    path("admin/places", places.places, name="places"),
    path("admin/places/new", places.new, name="place_new"),
    path("admin/places/blueprint", places.all_codes, name="place_codes"),
    path("admin/places/posters", places.posters, name="posters"),
    path("admin/codes/<str:token>/end", places.retire, name="code_end"),
    path("admin/calendar", calendar.calendar, name="calendar"),
    path("admin/calendar/moved/<str:changed>", calendar.moved_days, name="moved_days"),
    path("admin/calendar/notice", notices.notice, name="notice"),
    path("admin/accounts", accounts.accounts, name="accounts"),
    path("admin/accounts/new", accounts.new, name="account_new"),
    path("admin/accounts/<int:pk>", accounts.account, name="account"),
    path("admin/accounts/<int:pk>/end", accounts.close, name="account_end"),
    path("admin/accounts/<int:pk>/mandates", accounts.grant, name="mandate_new"),
    path("admin/mandates/<int:pk>/end", accounts.revoke, name="mandate_end"),
    path("admin/relations", relations.relations, name="relations"),
    path("rules", rules.rules, name="rules"),
    path("rules/new", rules.new, name="rule_new"),
    path("rules/history", rules.history, name="rule_books"),
    path("rules/undo", rules.undo, name="rule_undo"),
    path("rules/trial", rules.trial, name="rule_trial"),
    path("rules/of/<str:code>", rules.rule, name="rule"),
    path("rules/of/<str:code>/switch", rules.switch, name="rule_switch"),
    path("rules/of/<str:code>/<str:way>", rules.move, name="rule_move"),
    path("admin/learning", learning.learning, name="learning"),
    path("admin/learning/<str:target>/new", learning.new, name="learning_new"),
    path("admin/learning/versions/<int:pk>/use", learning.use, name="learning_use"),
    path("library", library.regulations, name="library"),
    path("releases", library.releases, name="releases"),
]
