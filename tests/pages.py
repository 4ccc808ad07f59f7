"""Every page of every door once, and how one gets there: what is photographed, and what is checked by machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page as Tab
from tests.scene import Scene

Way = Callable[[Tab, Scene], None]


@dataclass(frozen=True)
class Page:
    """`view` is the address' name, `path` the address: "{verifying}" in it is the number of a case at that stage.

    `who` of the cast opens it; nobody: a citizen. `way` goes on from there, for what an address alone doesn't show.
    """

    name: str
    view: str
    path: str
    who: str = ""
    way: Way | None = None

    @property
    def steps(self) -> bool:
        """Whether large type asks its questions on a page each, so that the way there is another."""
        return self.way in (_sends, _sends_nothing, _is_asked_more, _turns_elsewhere)

    def open(self, tab: Tab, scene: Scene) -> None:
        tab.goto(
            scene.url + self.path.format(poster=scene.poster, **scene.numbers, **scene.places),
            wait_until="load",
        )
        if self.way:
            self.way(tab, scene)


def _writes(tab: Tab) -> None:
    tab.get_by_role("textbox").first.fill("3 月 7 日上午去交材料，窗口说缺一份证明让回去补，来回三次。")
    _choose(tab, "problem_type", "B2")


def _choose(tab: Tab, name: str, value: str) -> None:
    tab.locator(f"[name={name}][value={value}]").evaluate("choice => choice.click()")


def _sends(tab: Tab, scene: Scene) -> None:
    _writes(tab)
    _choose(tab, "identity_mode", "contact")
    tab.locator("[name=phone]").fill("13900000000")
    tab.locator(".foot .btn.do").click()
    tab.wait_for_url("**/receipt")


def _sends_nothing(tab: Tab, scene: Scene) -> None:
    _choose(tab, "identity_mode", "real_name")
    tab.locator(".foot .btn.do").click()
    tab.wait_for_selector(".wrong")


def _is_repeated(tab: Tab, scene: Scene) -> None:
    tab.wait_for_selector("#verdict:not(:empty)")


def _is_found(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=number]").fill(str(scene.places["round_check"]))
    tab.locator(".btn.do").click()
    tab.wait_for_selector(".tag.ok")


def _commits(tab: Tab, scene: Scene) -> None:
    tab.locator("#witness-name").fill("Ann")
    tab.locator("#witness-secret").fill("川 plum 7")
    tab.wait_for_function("document.getElementById('witness-hash').textContent.length == 64")


def _is_read_again(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=code]").fill(str(scene.places["round_paper"]))
    tab.locator(".btn.do").click()
    tab.wait_for_selector("[name=opinions]")


def _is_asked_more(tab: Tab, scene: Scene) -> None:
    _writes(tab)
    _choose(tab, "problem_type", "Z")
    _choose(tab, "identity_mode", "anonymous")
    tab.locator(".foot .btn.do").click()
    tab.wait_for_selector("[name=asked]", state="attached")


def _turns_elsewhere(tab: Tab, scene: Scene) -> None:
    _is_asked_more(tab, scene)
    _choose(tab, "asked-public-service", "no")
    tab.locator(".foot .btn.do").click()
    tab.wait_for_selector("[role=status]")


def _follows(stage: str) -> Way:
    """Opens the report at a stage with its number and query code."""

    def following(tab: Tab, scene: Scene) -> None:
        number = scene.numbers[stage]
        tab.locator("[name=number]").fill(number)
        tab.locator("[name=query_code]").fill(scene.codes[number])
        tab.locator("main form .btn.do").click()
        tab.wait_for_selector("#now")

    return following


def _checks(tab: Tab, scene: Scene) -> None:
    _follows("verifying")(tab, scene)
    tab.goto(f"{scene.url}/track/check")


def _checks_removed(tab: Tab, scene: Scene) -> None:
    _follows("removed")(tab, scene)
    tab.goto(f"{scene.url}/track/check")


def _wrong_code(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=number]").fill(scene.numbers["closed"])
    tab.locator("[name=query_code]").fill("1111 2222 3333 4444")
    tab.locator("main form .btn.do").click()
    tab.wait_for_selector("[role=alert]")


def _finds_reporter(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=phone]").fill("13900000000")
    tab.locator("[name=reason]").fill("两件事是否同一人反映，需当面核实")
    tab.locator("main form .btn.grave").click()
    tab.wait_for_selector("main .notice")


def _deletes_view(tab: Tab, scene: Scene) -> None:
    """Keeps the search, unless somebody kept it before, and asks to delete it."""
    if tab.locator(".keep").count():
        tab.locator(".keep summary").click()
        tab.locator("[name=name]").fill("窗口")
        tab.locator(".keep .btn").click()
        tab.wait_for_selector("[role=status]")
    tab.locator("main a[href$=deletion]").click()
    tab.wait_for_selector(".btn.grave")


def _opens_identity(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=reason]").fill("电话回访，核对答复情况")
    tab.locator("main form .btn.grave").click()
    tab.wait_for_selector(".big")


def _enters(tab: Tab, scene: Scene) -> None:
    tab.locator("[name=channel]").select_option("letter")
    tab.locator("[name=unit]").select_option(index=2)
    tab.locator("[name=problem_type]").select_option("B2")
    tab.locator("[name=text]").fill("来信说窗口三天没有人，写信人不愿意留名字。")
    _choose(tab, "identity_mode", "anonymous")
    tab.locator("main form .btn.do").click()
    tab.wait_for_url("**/entry/receipt")


def _enters_nothing(tab: Tab, scene: Scene) -> None:
    _choose(tab, "identity_mode", "real_name")
    tab.locator("main form .btn.do").click()
    tab.wait_for_selector(".wrong")


def _presses(selector: str) -> Way:
    def pressing(tab: Tab, scene: Scene) -> None:
        tab.locator(selector).first.click()
        tab.wait_for_load_state()

    return pressing


def _of(who: str, stage: str, *views: str) -> tuple[Page, ...]:
    """Acts on a case at a stage, by somebody: each view is named like its address."""
    return tuple(
        Page(f"act-{view}", f"desk:{view}", f"/desk/cases/{{{stage}}}/{view}", who) for view in views
    )


CITIZEN: Final = (
    Page("home", "citizen:home", "/"),
    Page("report", "citizen:scan", "/c/{poster}"),
    Page("report-wrong", "citizen:report", "/c/{poster}", way=_sends_nothing),
    Page("report-more", "citizen:report", "/c/{poster}", way=_is_asked_more),
    Page("report-elsewhere", "citizen:report", "/c/{poster}", way=_turns_elsewhere),
    Page("choose", "citizen:report", "/report"),
    Page("choose-found", "citizen:report", "/report?q=法院"),
    Page("choose-none", "citizen:report", "/report?q=没有这家"),
    Page("unknown-code", "citizen:scan", "/c/NOSUCHCODE"),
    Page("receipt", "citizen:receipt", "/c/{poster}", way=_sends),
    Page("track-ask", "citizen:track", "/track"),
    Page("track-wrong", "citizen:track", "/track", way=_wrong_code),
    Page("track-received", "citizen:track", "/track", way=_follows("received")),
    Page("track-locked", "citizen:track", "/track", way=_follows("locked")),
    Page("track-verifying", "citizen:track", "/track", way=_follows("verifying")),
    Page("track-answered", "citizen:track", "/track", way=_follows("answered")),
    Page("track-declined", "citizen:track", "/track", way=_follows("declined")),
    Page("track-held", "citizen:track", "/track", way=_follows("held")),
    Page("track-removed", "citizen:track", "/track", way=_follows("removed")),
    Page("check-removed", "citizen:check", "/track", way=_checks_removed),
    Page("track-closed", "citizen:track", "/track", way=_follows("closed")),
    Page("check", "citizen:check", "/track", way=_checks),
    Page("figures", "citizen:figures", "/figures"),
    Page("exemplars", "citizen:exemplars", "/exemplars"),
    Page("rules", "citizen:rules", "/rules"),
    Page("privacy", "citizen:privacy", "/privacy"),
    Page("accessibility", "citizen:accessibility", "/accessibility"),
    Page("help", "shared:help", "/help"),
    Page("nothing-here", "", "/nothing-here"),
)
DESK: Final = (
    Page("login", "shared:login", "/desk/login"),
    Page("login-wrong", "shared:login", "/desk/login", way=_presses(".btn.do")),
    Page("password", "shared:password", "/desk/password", "carol"),
    Page("phone", "shared:phone", "/desk/phone", "bob"),
    Page("style", "shared:style", "/desk/style", "carol"),
    Page("style-citizen", "shared:style_citizen", "/desk/style/citizen", "carol"),
    Page("style-confirm", "shared:style_confirm", "/desk/style/confirm", "carol"),
    Page("today-reviewer", "desk:today", "/desk/", "carol"),
    Page("today-supervisor", "desk:today", "/desk/", "grace"),
    Page("today-handler", "desk:today", "/desk/", "bob"),
    Page("today-nothing", "desk:today", "/desk/", "una"),
    Page("ladder", "desk:ladder", "/desk/ladder", "grace"),
    Page("ladder-leader", "desk:ladder", "/desk/ladder", "henry"),
    Page("revisits", "desk:revisits", "/desk/revisits", "ivy"),
    Page("breaches", "desk:breaches", "/desk/accountability", "grace"),
    Page("breaches-leader", "desk:breaches", "/desk/accountability", "frank"),
    Page("breach", "desk:breach", "/desk/accountability/{breach}", "henry"),
    Page("breach-new", "desk:breach_new", "/desk/accountability/new", "grace"),
    Page("breach-new-unit", "desk:breach_new", "/desk/accountability/new?unit={court}", "grace"),
    Page("demerits", "desk:demerits", "/desk/demerits", "henry"),
    Page("demerits-unit", "desk:demerits_of", "/desk/demerits/{blamed}", "frank"),
    Page("demerits-of", "desk:demerits_of", "/desk/demerits/{blamed}", "henry"),
    Page("demerit-act", "desk:demerit_act", "/desk/demerits/points/{demerit}/objection", "frank"),
    Page("consequence", "desk:consequence_act", "/desk/demerits/consequences/{consequence}/record", "frank"),
    Page("scores", "desk:scores", "/desk/scores", "henry"),
    Page("score", "desk:score", "/desk/scores/{score}", "frank"),
    Page("point-act", "desk:point_act", "/desk/points/{point}/objection", "frank"),
    Page("advices", "desk:advices", "/desk/advice", "frank"),
    Page("advice-answer", "desk:advice_answer", "/desk/advice/{advice}/answer", "frank"),
    Page("breach-act", "desk:breach_act", "/desk/accountability/{breach}/objection", "frank"),
    Page("rechecks", "desk:rechecks", "/desk/rechecks", "carol"),
    Page("recheck", "desk:recheck", "/desk/rechecks/{recheck}", "carol"),
    Page("recheck-act", "desk:recheck_act", "/desk/rechecks/{recheck}/assignment", "carol"),
    Page("record-new", "desk:record_new", "/desk/letters/records/new?unit={court}", "grace"),
    Page("trackings", "desk:trackings", "/desk/tracking", "lee"),
    Page("tracking", "desk:tracking", "/desk/tracking/{tracking}", "lee"),
    Page("tracking-act", "desk:tracking_act", "/desk/tracking/{tracking}/look", "lee"),
    Page("exemplars-staff", "desk:exemplars", "/desk/exemplars", "carol"),
    Page("exemplar", "desk:exemplar", "/desk/exemplars/{exemplar}", "henry"),
    Page("exemplar-new", "desk:exemplar_new", "/desk/exemplars/new", "carol"),
    Page("exemplar-new-file", "desk:exemplar_new", "/desk/exemplars/new?case={closed}", "carol"),
    Page("exemplar-act", "desk:exemplar_act", "/desk/exemplars/{exemplar}/showing", "henry"),
    Page("ladder-skip", "desk:ladder_skip", "/desk/ladder/{standing}/skip", "grace"),
    Page("ladder-end", "desk:ladder_end", "/desk/ladder/{standing}/end", "grace"),
    Page("alarm-settled", "desk:alarm_settled", "/desk/alarms/{alarm}/settlement", "grace"),
    Page(
        "interview-arranged", "desk:interview_arranged", "/desk/interviews/{interview}/appointment", "grace"
    ),
    Page("interview-held", "desk:interview_held", "/desk/interviews/{interview}/minutes", "grace"),
    Page("interview-dropped", "desk:interview_dropped", "/desk/interviews/{interview}/cancellation", "grace"),
    Page("alerts", "desk:alerts", "/desk/alerts", "grace"),
    Page("alert", "desk:alert", "/desk/alerts/{alert}", "grace"),
    Page("alert-wrong", "desk:alert", "/desk/alerts/{alert}", "grace", _presses("main form .btn.do")),
    Page("alert-seen", "desk:alert", "/desk/alerts/{seen_alert}", "grace"),
    Page("secrecy", "desk:secrecy", "/desk/secrecy", "nora"),
    Page("secrecy-hold", "desk:secrecy_hold", "/desk/secrecy/hold", "nora"),
    Page("secrecy-item", "desk:secrecy_item", "/desk/secrecy/{held_item}", "nora"),
    Page("secrecy-deleted", "desk:secrecy_item", "/desk/secrecy/{removed_item}", "nora"),
    Page("secrecy-release", "desk:secrecy_release", "/desk/secrecy/{held_item}/release", "nora"),
    Page(
        "secrecy-release-wrong",
        "desk:secrecy_release",
        "/desk/secrecy/{held_item}/release",
        "nora",
        _presses(".btn.do"),
    ),
    Page("secrecy-deletion", "desk:secrecy_deletion", "/desk/secrecy/{held_item}/deletion", "nora"),
    Page("given", "desk:given", "/desk/given", "carol"),
    Page("notices", "desk:notices", "/desk/notices", "carol"),
    Page("cases", "desk:cases", "/desk/cases", "carol"),
    Page("cases-late", "desk:cases", "/desk/cases?late=on", "grace"),
    Page("cases-none", "desk:cases", "/desk/cases?q=没有这个词", "carol"),
    Page("cases-found", "desk:cases", "/desk/cases?q=窗口&state=open", "carol"),
    Page("reporters", "desk:reporters", "/desk/reporters", "carol"),
    Page("reporters-found", "desk:reporters", "/desk/reporters", "carol", _finds_reporter),
    Page("view-deletion", "desk:delete_view", "/desk/cases?q=窗口", "carol", _deletes_view),
    Page("case-received", "desk:case", "/desk/cases/{received}", "carol"),
    Page("case-dispatched", "desk:case", "/desk/cases/{dispatched}", "carol"),
    Page("case-late", "desk:case", "/desk/cases/{late}", "carol"),
    Page("case-locked", "desk:case", "/desk/cases/{locked}", "grace"),
    Page("case-referred", "desk:case", "/desk/cases/{referred}", "lee"),
    Page("case-assigned-unit", "desk:case", "/desk/cases/{assigned}", "eve"),
    Page("case-joined", "desk:case", "/desk/cases/{joined}", "carol"),
    Page("case-rework", "desk:case", "/desk/cases/{rework}", "bob"),
    Page("case-submitted", "desk:case", "/desk/cases/{submitted}", "frank"),
    Page("case-answered", "desk:case", "/desk/cases/{answered}", "carol"),
    Page("case-closed", "desk:case", "/desk/cases/{closed}", "carol"),
    Page("nothing-at-the-desk", "desk:case", "/desk/cases/XT-2022-999999", "carol"),
    *_of("carol", "received", "referral", "refusal", "officers", "assignment", "joining"),
    Page("act-joining-both", "desk:joining", "/desk/cases/{late}/joining?main={verifying}", "carol"),
    Page("act-separation", "desk:separation", "/desk/cases/{joined}/separation", "carol"),
    *_of("lee", "referred", "review", "procedure"),
    *_of("grace", "locked", "reassignment"),
    *_of("eve", "assigned", "acceptance", "objection"),
    *_of("carol", "objected", "return", "affirmation"),
    *_of("eve", "affirmed", "dispute"),
    *_of("grace", "disputed", "return"),
    *_of("carol", "assigned", "redirection"),
    *_of("bob", "verifying", "verification", "more-time", "stop", "resumption"),
    *_of("frank", "verifying", "suspension", "suspension-refusal"),
    *_of("frank", "rework", "extension", "extension-refusal"),
    Page("movements", "desk:movements", "/desk/movements", "grace"),
    *_of("grace", "verifying", "follow_up"),
    Page("explanation", "desk:explanation", "/desk/cases/{verifying}/explanations/{question}", "bob"),
    *_of("bob", "verifying", "recusal"),
    *_of("ivy", "verifying", "talk"),
    *_of("grace", "verifying", "withdrawal"),
    *_of("grace", "verifying", "secrecy-check"),
    Page("act-verification-rework", "desk:verification", "/desk/cases/{rework}/verification", "bob"),
    *_of("frank", "submitted", "rework", "approval"),
    *_of("carol", "approved", "reply"),
    *_of("ivy", "answered", "revisit", "closure", "identity"),
    Page("identity-open", "desk:identity", "/desk/cases/{answered}/identity", "ivy", _opens_identity),
    *_of("carol", "closed", "use", "bundle"),
)
ADMINISTRATION: Final = (
    Page("places", "desk:places", "/desk/admin/places", "adam"),
    Page("place-new", "desk:place_new", "/desk/admin/places/new", "adam"),
    Page("place-codes", "desk:place_codes", "/desk/admin/places/blueprint", "adam"),
    Page("code-end", "desk:code_end", "/desk/admin/codes/{poster}/end", "adam"),
    Page("calendar", "desk:calendar", "/desk/admin/calendar", "adam"),
    Page("moved-days", "desk:moved_days", "/desk/admin/calendar/moved/2022-03-09", "adam"),
    Page("notice", "desk:notice", "/desk/admin/calendar/notice", "adam"),
    Page("routing-rules", "desk:rules", "/desk/rules", "grace"),
    Page("rules-administrator", "desk:rules", "/desk/rules", "adam"),
    Page("rule-new", "desk:rule_new", "/desk/rules/new", "adam"),
    Page("rule", "desk:rule", "/desk/rules/of/traffic", "adam"),
    Page("rule-change", "desk:rule", "/desk/rules/of/urgent", "grace", _presses("main form .btn.do")),
    Page("rule-move", "desk:rule_move", "/desk/rules/of/traffic/up", "adam"),
    Page("rule-switch", "desk:rule_switch", "/desk/rules/of/traffic/switch", "grace"),
    Page("rule-trial", "desk:rule_trial", "/desk/rules/trial", "carol"),
    Page("rule-undo", "desk:rule_undo", "/desk/rules/undo", "grace"),
    Page("rule-books", "desk:rule_books", "/desk/rules/history", "grace"),
    Page("accounts", "desk:accounts", "/desk/admin/accounts", "adam"),
    Page("account-new", "desk:account_new", "/desk/admin/accounts/new", "adam"),
    Page("account", "desk:account", "/desk/admin/accounts/{account}", "sam"),
    Page("account-end", "desk:account_end", "/desk/admin/accounts/{account}/end", "adam"),
    Page(
        "mandate-wrong",
        "desk:mandate_new",
        "/desk/admin/accounts/{account}",
        "sam",
        _presses("main form .btn.do"),
    ),
    Page("mandate-end", "desk:mandate_end", "/desk/admin/mandates/{mandate}/end", "sam"),
    Page("leave", "desk:leave", "/desk/leave", "frank"),
    Page("units", "desk:units", "/desk/admin/units", "adam"),
    Page("unit-mail", "desk:unit_mail", "/desk/admin/units/{court}/mail", "adam"),
    Page("relations", "desk:relations", "/desk/admin/relations", "sam"),
    Page("learning", "desk:learning", "/desk/admin/learning", "adam"),
    Page("learning-nothing", "desk:learning", "/desk/admin/learning?target=problem_type", "henry"),
    Page("learning-use", "desk:learning_use", "/desk/admin/learning/versions/{version}/use", "adam"),
    Page("library", "desk:library", "/desk/library", "carol"),
    Page("working-rules", "desk:regulation", "/desk/library/working-rules", "henry"),
    Page("rules-readers", "desk:regulation_readers", "/desk/library/working-rules/readers", "henry"),
    Page("rules-version", "desk:regulation_new", "/desk/library/working-rules/new", "adam"),
    Page("releases", "desk:releases", "/desk/releases", "carol"),
    Page("imports", "desk:imports", "/desk/imports", "ivy"),
    Page("import-columns", "desk:import_columns", "/desk/imports/{uploaded_import}/columns", "ivy"),
    Page("import-checked", "desk:import", "/desk/imports/{checked_import}", "ivy"),
    Page("import-words", "desk:import_words", "/desk/imports/{checked_import}/words", "ivy"),
    Page("import-beginning", "desk:import_beginning", "/desk/imports/{checked_import}/beginning", "ivy"),
    Page("import-finished", "desk:import", "/desk/imports/{finished_import}", "ivy"),
)
OVERSIGHT: Final = (
    Page("overview", "oversight:overview", "/oversight/", "henry"),
    Page("overview-cases", "oversight:cases", "/oversight/cases?measure=received", "henry"),
    Page("table", "oversight:table", "/oversight/table?figure=closing&rows=organ&columns=channel", "henry"),
    Page("papers", "oversight:papers", "/oversight/papers", "henry"),
    Page("paper", "oversight:paper", "/oversight/papers/{paper}", "grace"),
    Page("paper-frozen", "oversight:frozen", "/oversight/papers/{paper}/figures/received", "henry"),
    Page("paper-finding", "oversight:finding", "/oversight/papers/{paper}/findings", "grace"),
    Page("paper-advice", "oversight:advice", "/oversight/papers/{paper}/advice", "grace"),
    Page("paper-tabling", "oversight:tabling", "/oversight/papers/{paper}/items", "grace"),
    Page("paper-decision", "oversight:decision", "/oversight/papers/items/{tabled}/decision", "grace"),
    Page("campaigns", "oversight:campaigns", "/oversight/campaigns", "henry"),
    Page("campaign", "oversight:campaign", "/oversight/campaigns/{campaign}", "grace"),
    Page("campaign-new", "oversight:campaign_new", "/oversight/campaigns/new", "grace"),
    Page("campaign-result", "oversight:campaign_result", "/oversight/campaigns/{campaign}/result", "grace"),
    Page("suggestions", "oversight:suggestions", "/oversight/suggestions", "henry"),
    Page("hot", "oversight:hot", "/oversight/hot", "henry"),
    Page("leads", "oversight:leads", "/oversight/leads", "henry"),
    Page("leads-day", "oversight:leads_day", "/oversight/leads/day", "henry"),
    Page("ratings", "oversight:ratings", "/oversight/ratings", "henry"),
    Page("hot-issue", "oversight:hot_issue", "/oversight/hot/{hot}", "henry"),
    Page("officers", "oversight:officers", "/oversight/officers", "henry"),
    Page("officer", "oversight:officer", "/oversight/officers/xt-court-filing-3", "henry"),
    Page("uses", "oversight:uses", "/oversight/uses", "henry"),
    Page("group", "oversight:group", "/oversight/group", "henry"),
    Page("audit", "oversight:audit", "/oversight/audit", "una"),
    Page("accesses", "oversight:accesses", "/oversight/audit/accesses", "una"),
    Page("audit-check", "oversight:check", "/oversight/audit", "una", _presses(".head .btn.do")),
)
CHANNELS: Final = (
    Page("code", "citizen:code", "/{code}"),
    Page("entry", "desk:entry", "/desk/entry", "carol"),
    Page("entry-wrong", "desk:entry", "/desk/entry", "carol", _enters_nothing),
    Page("slip", "desk:slip", "/desk/entry", "carol", _enters),
    Page("waiting", "desk:waiting", "/desk/waiting", "carol"),
    Page("arrival", "desk:arrival", "/desk/waiting/{arrival}", "carol"),
    Page("replies", "desk:replies", "/desk/replies", "carol"),
    Page("reply-given", "desk:reply_given", "/desk/replies/{replied}", "carol"),
    Page("case-by-letter", "desk:case", "/desk/cases/{replied}", "carol"),
    Page("hotline", "desk:hotline", "/desk/hotline", "carol"),
    Page("passing-on", "desk:passing_on", "/desk/cases/{declined}/passing-on", "carol"),
)
LETTERS: Final = (
    Page("letters", "desk:letters", "/desk/letters", "carol"),
    Page("letters-received", "desk:letters_received", "/desk/letters/received", "eve"),
    Page("letter-new", "desk:letter_new", "/desk/letters/new", "carol"),
    Page("letter-draft", "desk:letter", "/desk/letters/{letter_draft}", "carol"),
    Page("letter-wording", "desk:letter_wording", "/desk/letters/{letter_draft}/wording", "carol"),
    Page("letter-signing", "desk:letter_act", "/desk/letters/{letter_cleared}/signature", "henry"),
    Page("letter-answered", "desk:letter", "/desk/letters/{letter_answered}", "grace"),
    Page("letter-at-unit", "desk:letter", "/desk/letters/{letter_answered}", "eve"),
    Page(
        "letter-asking-again",
        "desk:letter_act_at",
        "/desk/letters/{letter_answered}/at/{letter_unit}/insufficiency",
        "grace",
    ),
    Page("seals", "desk:seals", "/desk/admin/seals", "adam"),
    Page("ballot", "bench:ballot", "/bench/{ballot}"),
    Page("ballot-handed-in", "bench:ballot", "/bench/{voted_ballot}"),
    Page("ballot-object", "bench:judge", "/bench/{ballot}/0"),
    Page("ballot-hand-in", "bench:hand_in", "/bench/{ballot}/hand-in"),
    Page("genuine", "citizen:genuine", "/proof/{letter_proof}"),
    Page("rounds", "desk:rounds", "/desk/appraisals", "carol"),
    Page("rounds-house", "desk:rounds", "/desk/appraisals", "bob"),
    Page("round-new", "desk:round_new", "/desk/appraisals/new", "carol"),
    Page("pool", "desk:pool", "/desk/appraisals/pool", "carol"),
    Page("round-planned", "desk:round", "/desk/appraisals/{round_planned}", "carol"),
    Page("round-drawn", "desk:round", "/desk/appraisals/{round_drawn}", "carol"),
    Page("round-drawn-house", "desk:round", "/desk/appraisals/{round_drawn}", "bob"),
    Page("round-voting", "desk:round", "/desk/appraisals/{round_voting}", "carol"),
    Page("round-published", "desk:round", "/desk/appraisals/{round_published}", "henry"),
    Page("round-announcing", "desk:round_act", "/desk/appraisals/{round_planned}/announcement", "carol"),
    Page("round-drawing", "desk:round_act", "/desk/appraisals/{round_witnessed}/draw", "carol"),
    Page("round-issuing", "desk:round_act", "/desk/appraisals/{round_drawn}/ballots", "carol"),
    Page(
        "round-report",
        "desk:round_object",
        "/desk/appraisals/{round_drawn}/objects/{round_object}/report",
        "bob",
    ),
    Page(
        "round-veto",
        "desk:round_object",
        "/desk/appraisals/{round_drawn}/objects/{round_object}/veto",
        "henry",
    ),
    Page(
        "round-replacing",
        "desk:round_member",
        "/desk/appraisals/{round_drawn}/members/{round_member}/resignation",
        "carol",
    ),
    Page(
        "round-result",
        "desk:round_result",
        "/desk/appraisals/{round_published}/objects/{round_result}",
        "carol",
    ),
    Page(
        "round-task", "desk:round_task", "/desk/appraisals/{round_published}/tasks/{round_task}/answer", "bob"
    ),
    Page("round-papers-given", "desk:round_act", "/desk/appraisals/{round_voting}/papers-given", "carol"),
    Page("round-papers", "desk:round_papers", "/desk/appraisals/{round_papers}/papers", "carol"),
    Page(
        "round-paper",
        "desk:round_papers",
        "/desk/appraisals/{round_papers}/papers",
        "carol",
        way=_is_read_again,
    ),
    Page("round-on-paper", "desk:round", "/desk/appraisals/{round_papers}", "carol"),
    Page("round-reports", "desk:round_reports", "/desk/appraisals/{round_drawn}/reports", "bob"),
    Page("round-moved", "desk:round_act", "/desk/appraisals/{round_planned}/indicator", "carol"),
    Page(
        "round-withdrawing",
        "desk:round_indicator",
        "/desk/appraisals/{round_published}/indicators/{round_indicator}/withdrawal",
        "henry",
    ),
    Page("appraisals", "citizen:appraisals", "/appraisals"),
    Page("appraisal", "citizen:appraisal", "/appraisals/{round_published}"),
    Page("appraisal-drawn", "citizen:appraisal", "/appraisals/{round_drawn}"),
    Page("appraisal-draw", "citizen:appraisal_draw", "/appraisals/{round_published}/draw", way=_is_repeated),
    Page("appraisal-witness", "citizen:witness", "/appraisals/witness", way=_commits),
    Page("appraisal-check", "citizen:appraisal_check", "/appraisals/{round_published}/check", way=_is_found),
    Page("not-genuine", "citizen:genuine", "/proof/22222222222222222222"),
)
PAGES: Final = (*CITIZEN, *CHANNELS, *LETTERS, *DESK, *ADMINISTRATION, *OVERSIGHT)

NO_PAGE: Final = {
    "shared:language": "a switch", "shared:large": "a switch", "shared:logout": "an act",
    "citizen:wechat": "leads on", "citizen:wechat_back": "leads on", "citizen:picture": "a picture",
    "desk:learning_new": "an act", "desk:regulation_read": "an act", "desk:leave_end": "an act",
    "desk:reply_address": "an act, back on the page it came from", "desk:hotline_mending": "an act",
    "desk:hotline_export": "a file", "desk:hotline_taking": "an act", "api:hotline_orders": "for the hotline",
    "api:hotline_answers": "for the hotline", "api:hotline_notes": "for the hotline", "api:sms_mo": "for a gateway",
    "citizen:receipt_end": "an act", "citizen:track_end": "an act", "citizen:nudge": "an act",
    "citizen:supplement": "an act, back on the page it came from",
    "citizen:rate": "an act, back on the page it came from",
    "citizen:spot": "where a city rates: test_rating_on_the_spot", "citizen:spot_faults": "an act",
    "citizen:spot_withdrawal": "an act",
    "citizen:upload_begin": "for a script", "citizen:upload_status": "for a script",
    "citizen:upload_parts": "for a script", "citizen:upload_finish": "for a script",
    "citizen:upload_remove": "for a script",
    "desk:secrecy_file": "a file", "desk:archive": "a PDF",
    "desk:reading": "an act", "desk:views": "an act",
    "citizen:appraisal_draw_file": "a file", "citizen:appraisal_ballots": "a file", "citizen:verifier": "a file",
    "desk:letters_export": "a sheet", "desk:breaches_export": "a sheet",
    "desk:seal": "an act, back on the page it came from",
    "desk:letter_paper": "a PDF or DOCX", "desk:letter_file": "a file",
    "desk:export": "a sheet", "desk:attachment": "a file", "desk:paper": "a PDF",
    "desk:posters": "a PDF", "desk:import_rejects": "a sheet", "desk:import_end": "an act",
    "oversight:figures": "a sheet", "api:sms_dlr": "for a gateway", "api:health": "for a monitor",
    "desk:evidence": "an act, back on the page it came from", "desk:evidence_file": "a file",
    "desk:talk_papers": "an act, back on the page it came from", "desk:talk_brought": "a file",
    "desk:interview_papers": "an act, back on the page it came from", "desk:interview_paper": "a file",
    "desk:talk_paper": "a file", "desk:round_document": "a file",
    "desk:round_papers_print": "a PDF",
}  # fmt: skip
"""Addresses that show no page of their own, and what they are instead."""


def forgotten() -> set[str]:
    """Addresses of the program that are neither above nor known to show no page; and names that lead nowhere."""
    known = {page.view for page in PAGES if page.view} | NO_PAGE.keys()
    return known ^ set(_names(get_resolver().url_patterns))


def _names(entries: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _names(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}"
