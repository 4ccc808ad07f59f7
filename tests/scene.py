"""A city in the middle of its work: cases at every stage, served by a thread, for whoever wants to see all pages.

Everything is done by the real actions on days of February and March 2022; it is Monday 7 March, 10:42.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from tests.arrivals import bring
from tests.browsing import PLAIN
from tests.cast import MORNING, PASSWORD, Cast, blueprint, populate
from tests.lives import Life
from tests.writing import write

from huiyin.assessment.demerits import actions as demerits
from huiyin.assessment.exemplars.actions import Told, choose, nominate
from huiyin.assessment.models import Consequence, Score
from huiyin.assessment.scoring.actions import post
from huiyin.cases.actions import Said, add_talk_paper, ask_extension, write_talk
from huiyin.cases.models import Case, Deadline, MovedDay
from huiyin.intake.actions import Receipt, count_scan, make_code, receive
from huiyin.intake.attachments.actions import store
from huiyin.intake.attachments.rules.kinds import Limits
from huiyin.intake.attachments.tests.samples import photo
from huiyin.intake.imports import actions as imports
from huiyin.intake.imports.rules.mapping import proposed
from huiyin.intake.rules.submission import Submission
from huiyin.journey.finding import group_matters
from huiyin.journey.places import codes_for_blueprint
from huiyin.journey.worker import run_until_idle
from huiyin.kernel.actor import SYSTEM
from huiyin.kernel.clock import SHANGHAI, FixedClock
from huiyin.organisations import actions as people
from huiyin.organisations.models import Mandate, Officer, Unit
from huiyin.panels.tests.rounds import rounds_at_each_stage
from huiyin.policy import actions as policy
from huiyin.policy.actions import change_day
from huiyin.policy.blueprint import load
from huiyin.ratings.models import Recheck
from huiyin.reporting.campaigns import actions as campaigns
from huiyin.reporting.campaigns.actions import Plan
from huiyin.reporting.models import PaperDraft
from huiyin.reporting.papers.actions import advise, draft_due, find, table
from huiyin.reporting.queries import hot_issues
from huiyin.reporting.rules.cycles import Period
from huiyin.supervision.alerts.actions import acknowledge
from huiyin.supervision.ladder.actions import arrange, hold, raise_alarm, summon
from huiyin.supervision.ladder.models import Climb, Standing
from huiyin.supervision.models import Alert, Tracking
from huiyin.supervision.rounds.actions import Statement, follow_up, state_breach
from huiyin.supervision.tracking.actions import look_in
from huiyin.triage.learning.actions import ask, train
from huiyin.triage.learning.tests.lessons import version
from huiyin.triage.routing import actions as routing
from huiyin.triage.routing.queries import newest
from huiyin.triage.routing.rules.book import moved
from huiyin.triage.secrecy.actions import delete
from huiyin.triage.secrecy.models import Quarantine

REPORTS = """
closed    20.5  xt-court-filing      real_name 3 月 7 日去立案窗口交材料，来回补了三次，窗口的项望舒让我自己看墙上。
closed    19.9  xt-court-enforcement contact   打电话问执行款什么时候发，工作人员说在忙，挂了我的电话。
answered  19.1  xt-police            anonymous 派出所民警接警后 50 分钟未到现场，问起来说警车都出去了。
closed    17.7  xt-court-filing      anonymous 排了一上午队，下午两点半开门，三点才有人到岗，二十多位老人站着等。
declined  16.6  xt-police            contact   小区路灯坏了三个月没有人修，物业和派出所都说不归他们管。
answered  15.4  xt-court-filing      contact   材料交上去一个多月没有回音，也没有人告诉我该找谁。
approved  14.7  xt-court-filing      anonymous 要复印一份判决书，项望舒说机器坏了，让下周再来，旁边的人却当场印好了。
closed    13.8  xt-police            real_name 办身份证说好十五天，现在快两个月了还没有消息。
submitted 13.1  xt-court-enforcement real_name 承办人换了三个，每换一个都要我把材料重新交一遍。
rework    12.4  xt-court-filing      contact   窗口叫号到我，却先办熟人的事，让我等了四十分钟。
verifying 10.6  xt-police            anonymous 户籍窗口要我回村里开一份早就取消了的证明。
locked     9.8  xt-police            anonymous 交警大队两次不予受理，未给书面理由。
answered   9.2  xt-court-filing      real_name 老人听不清，项望舒嫌麻烦，把材料扔了出来。
late       7.6  xt-court-enforcement anonymous 执行款到账七个月未发放，执行局每次都说快了。
approved   7.0  xt-police            contact   网上预约好了时间，到了说系统里没有，不给办。
verifying  6.2  xt-court-filing      anonymous 立案大厅写着有人帮忙填表，去了三次都没有人，问项望舒说不知道。
submitted  5.3  xt-court-filing      anonymous 立案时被要求到指定的打印店复印，一页两块钱。
verifying  4.6  xt-court-filing      real_name 问诉讼费怎么退，窗口说不归他管，也不说归谁。
objected   3.4  xt-court-filing      contact   法院门口的停车场不让停，说是公安划的线，两头推。
disputed   3.2  xt-court-filing      anonymous 公告栏上的开庭公告被人涂了，保安说不归法院管。
affirmed   1.2  xt-police            anonymous 小区门口的限速牌倒了一个月，派出所说是路政的。
assigned   2.9  xt-court-filing      contact   接待时间贴在门上，可是门一直锁着，电话没人接。
referred   2.8  xt-court-enforcement real_name 我不服判决，法官枉法裁判，（2021）冀0502民初123号。
received   1.9  xt-court-enforcement real_name 开庭时间改了没有通知，从外地赶来白跑一趟。
assigned   1.1  xt-police            anonymous 窗口只收现金，问为什么不能扫码，让我去问领导。
received   0.9  xt-police            contact   调解室的人上班时间打牌，敲门不开。
joined     0.4  xt-police            anonymous 网上预约好了，到了窗口却说系统里没有我的预约，不给办。
received   0.2  xt-court-filing      anonymous 法警在安检口大声呵斥带孩子的人，说要看热闹到别处看。
removed    0.8  xt-court-filing      contact   在法院门口捡到一份文件，封面印着“绝密★长期”，我拍了照片。
held       0.3  xt-court-filing      real_name 大厅的椅子上放着一份材料，封面印着“机密★10年”，我问窗口，窗口的人不收。
received   0.1  xt-court-filing      real_name 立案大厅排队一小时，轮到我说下班了，项望舒让我明天再来。
"""
"""How far each has come, how many days ago it was sent, about whom, by whom, in which words."""
MAILBOX = """留言编号,留言时间,被反映单位,问题类型,留言详情
2019-001,2019-03-04 09:12,邢台市中级人民法院,推诿扯皮,交了材料没有收据，问了三次都说找不到了。
2019-002,2019-03-05 15:40,邢台市公安局,慢作为,报警以后三个月没有回音，电话打不通。
2019-003,2019-03-07 10:05,市法院,推诿扯皮,开庭通知寄错了地址，改了两次还是寄错。
2019-004,昨天,邢台市公安局,慢作为,户口迁移办了半年。
"""
FAR = ("assigned", "verifying", "submitted", "approved", "answered", "closed")
PASSED = {"rework": "submitted"} | dict.fromkeys(("locked", "objected", "affirmed", "disputed"), "assigned")
"""How far a stage that isn't on the straight way has come before."""


@dataclass
class Scene:
    """Where it is served, the cast, and one case's number by stage (the newest)."""

    url: str
    cast: Cast
    numbers: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Query codes by number."""
    poster: str = ""
    places: dict[str, object] = field(default_factory=dict)
    """What else stands in an address: the ids of imports, accounts, mandates."""


@contextmanager
def staged(folder: Path, **more: Any) -> Iterator[Scene]:
    """The scene behind a server of its own, in the database that Django is connected to. `more` are settings."""
    storages = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": PLAIN}
    clock, media = FixedClock(MORNING), folder / "media"
    with override_settings(CLOCK=clock, MEDIA_ROOT=media, STORAGES=storages, KEPT_SECONDS=0, **more):
        thread = LiveServerThread("localhost", StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        scene = Scene(f"http://localhost:{thread.port}", populate())
        try:
            with override_settings(PUBLIC_URL=scene.url):
                _play(scene)
                yield scene
        finally:
            thread.terminate()


def _play(scene: Scene) -> None:
    begin = MORNING - timedelta(days=28)
    unit = Unit.objects.get(code="xt-court-filing")
    scene.poster = make_code(
        unit, "立案大厅 3 号窗口", by=SYSTEM, now=begin, name_en="Filing hall, window 3"
    ).token
    for i, row in enumerate(REPORTS.strip().splitlines()):
        stage, days, house, identity, text = row.split(None, 4)
        _live(scene, i, stage, MORNING - timedelta(days=float(days)), house, identity, text)
    _dispatch(scene)
    run_until_idle(MORNING)
    _ask_for_time(scene)
    _bring_in(scene)
    _administer(scene)
    _see_alert(scene)
    _climb(scene)
    _go_round(scene)
    rules = _reckon(scene)
    _exemplify(scene)
    _follow(scene)
    _talk(scene)
    bob = scene.cast.account("bob")
    scene.places |= bring(scene.cast)
    scene.places |= write(scene.cast, MORNING)
    policy.load(
        replace(blueprint(), appraisals=load("daming").appraisals, **rules), by=SYSTEM, now=MORNING
    )  # a city that holds rounds
    scene.places |= rounds_at_each_stage(scene.cast)
    group_matters(MORNING)
    since = Period(begin.date(), MORNING.date())
    scene.places["hot"] = hot_issues(scene.cast.actor("henry"), since, now=MORNING)[0].issue
    scene.places |= {"account": bob.pk, "mandate": Mandate.objects.get(account=bob).pk}
    scene.places["court"] = Unit.objects.get(code="xt-court").pk


def _dispatch(scene: Scene) -> None:
    """A request that the program gives to the police by rule."""
    at, court = MORNING - timedelta(hours=1), Unit.objects.get(code="xt-court")
    text = "法院门口的红绿灯坏了三天，过街的老人孩子多，盼着早点修好。"
    scene.numbers["dispatched"] = receive(
        Submission("scene-lights", court.pk, text, "L", "anonymous"), now=at
    ).number


def _ask_for_time(scene: Scene) -> None:
    """What came back to the handler needs more time than there is."""
    why = "第三次到窗口的录像存在外地的备份里，调取要几天。"
    ask_extension(scene.numbers["rework"], 3, why, by=scene.cast.actor("bob"), now=MORNING)
    run_until_idle(MORNING)


def _live(scene: Scene, i: int, stage: str, at: datetime, unit: str, identity: str, text: str) -> None:
    """One report, brought as far as its stage says."""
    receipt = _send(i, unit, identity, text, at)
    run_until_idle(at)
    life = Life(scene.cast, receipt.number, at)
    far = PASSED.get(stage, stage)
    for step in FAR[: FAR.index(far) + 1] if far in FAR else ():
        life.at = _at_work(life.at + timedelta(hours=5 if step == "assigned" else 20))
        getattr(life, step)()
        run_until_idle(life.at)
    if stage in ("held", "removed"):
        _keep_back(scene, stage)
    if stage in ("rework", "declined", "answered", "joined", "objected", "affirmed", "disputed"):
        life.at = _at_work(life.at + timedelta(hours=2))
        getattr(life, f"then_{stage}")(i)
        run_until_idle(life.at)
    scene.numbers[stage] = receipt.number
    scene.codes[receipt.number] = receipt.query_code


def _keep_back(scene: Scene, stage: str) -> None:
    """What carries a mark of secrecy: one waits for Nora's look, one she deleted."""
    held = Quarantine.objects.latest("pk")
    scene.places[f"{stage}_item"] = held.pk
    if stage == "removed":
        basis = "《保守国家秘密法》第三十一条"
        delete(held.pk, "确系涉密文件", basis, by=scene.cast.actor("nora"), now=MORNING)


def _see_alert(scene: Scene) -> None:
    """Many wrote about the clerk at the window, which waits for Grace, and about the hall, which she has seen."""
    here, seen = (Alert.objects.filter(of=of).latest("pk").pk for of in ("officer", "unit"))
    note = "已督促法院立案庭整改，周五前书面答复"
    acknowledge(seen, note, by=scene.cast.actor("grace"), now=MORNING)
    scene.places |= {"alert": here, "seen_alert": seen}


def _climb(scene: Scene) -> None:
    """What is late stands on the ladder; one has come to an interview, of another nobody could be told."""
    late = Standing.objects.filter(ended_at=None).exclude(kind="acceptance").latest("pk")
    locked = Standing.objects.filter(ended_at=None, kind="acceptance").latest("pk")
    rung = Climb.objects.create(
        standing=late, case=late.case, round=late.round, rung="interview", act="interview", unit=late.unit,
        planned_at=MORNING, at=MORNING, points=2,
    )  # fmt: skip
    summoned = summon(rung, now=MORNING)
    arrange(
        summoned.pk, MORNING + timedelta(days=2), "市委政法委 205 室", "市中级法院分管院长",
        by=scene.cast.actor("grace"), now=MORNING,
    )  # fmt: skip
    _interviewed(scene, locked)
    alarm = raise_alarm(locked, "no_leader", "letter-locked", now=MORNING)
    scene.places |= {"standing": late.pk, "interview": summoned.pk, "alarm": alarm.pk}


def _interviewed(scene: Scene, standing: Standing) -> None:
    """One interview was held, and its signed minutes lie with it."""
    rung = Climb.objects.create(
        standing=standing, case=standing.case, round=standing.round, rung="interview", act="interview",
        unit=standing.unit, planned_at=MORNING, at=MORNING, points=2,
    )  # fmt: skip
    who: dict[str, Any] = {"by": scene.cast.actor("grace"), "now": MORNING}
    held = summon(rung, now=MORNING)
    arrange(held.pk, MORNING + timedelta(hours=1), "市委政法委 205 室", "交警大队大队长", **who)
    hold(
        held.pk,
        "大队长说明了没有签收的原因。",
        "当日签收，三日内书面说明。",
        _photo("minutes", MORNING),
        **who,
    )


def _go_round(scene: Scene) -> None:
    """Grace asks on her round why nothing was written in a file that Bob took up."""
    asked = follow_up(
        scene.numbers["verifying"], "explain", "受理以来没有写过办理内容，请说明。",
        by=scene.cast.actor("grace"), now=MORNING, why="untouched",
    )  # fmt: skip
    court = Unit.objects.get(code="xt-court").pk
    said = Statement(
        court, "《工作机制》第六条", "三天不受理，督办两次仍不办。", "通报批评", case=scene.numbers["late"]
    )
    stated = state_breach(said, by=scene.cast.actor("grace"), now=MORNING)
    scene.places |= {"question": asked.pk, "breach": stated.pk, "court": court}


def _reckon(scene: Scene) -> dict[str, Any]:
    """The week before is written up, and scores are posted; Frank was advised; one answer was rated badly."""
    jintan = load("jintan")
    any_type = replace(jintan.demerit_rules[0], types=())
    rules = {"demerit_rules": (any_type,), "demerit_steps": jintan.demerit_steps}
    policy.load(replace(blueprint(), **rules), by=SYSTEM, now=MORNING)
    month = (MORNING - timedelta(days=28)).date(), (MORNING - timedelta(days=1)).date()
    post(*month, now=MORNING)
    demerit = demerits.post(*month, now=MORNING)[0]
    draft_due(MORNING)
    paper, grace = PaperDraft.objects.get(paper="weekly"), {"by": scene.cast.actor("grace"), "now": MORNING}
    found = find(paper.pk, "窗口一次性告知不到位，群众多次往返。", **grace)
    court = Unit.objects.get(code="xt-court")
    yesterday = (MORNING - timedelta(days=1)).date()
    plan = Plan(
        "窗口作风提升周", "一次说清，不让群众跑第二趟。", ["B2"], yesterday - timedelta(days=6), yesterday
    )
    campaign = campaigns.register(paper.committee_id, plan, **grace)
    tabled = table(paper.pk, "立案窗口的问题连续两周居首，请研究。", **grace)
    advice = advise(found.pk, court.pk, "制作一次性告知清单，贴在窗口，值班长每日自查。", **grace)
    score = Score.objects.get(unit=court)
    point = score.points.order_by("pk").first()
    scene.places |= {
        "paper": paper.pk,
        "tabled": tabled.pk,
        "campaign": campaign.pk,
        "demerit": demerit.pk,
        "blamed": demerit.officer.code,
        "consequence": Consequence.objects.filter(state="due").earliest("pk").pk,
        "advice": advice.pk,
        "score": score.pk,
        "point": point.pk if point else 0,
        "recheck": Recheck.objects.get().pk,
    }
    return rules


def _exemplify(scene: Scene) -> None:
    """One example of good work is on show, one drawn from a closed file waits for Henry."""
    carol, henry = scene.cast.actor("carol"), scene.cast.actor("henry")
    court = Unit.objects.get(code="xt-court").pk
    good = Told(
        True,
        "service",
        "一次说清，群众少跑一趟",
        "把办事材料写成一页纸，窗口当面逐项说明，缺什么当场补。",
        "一页纸比十次电话管用。",
    )
    choose(nominate(good, unit=court, source="窗口回访", by=carol, now=MORNING).pk, by=henry, now=MORNING)
    heard = Told(
        True, "duty", "首问负责，接到就办", "第一位接待的工作人员一直跟到办结，群众不用再找第二个人。", ""
    )
    waits = nominate(heard, number=scene.numbers["closed"], by=carol, now=MORNING)
    scene.places["exemplar"] = waits.pk


def _follow(scene: Scene) -> None:
    """Lee's team follows what is being verified, and has looked in once."""
    team = Unit.objects.get(code="xt-team-litigation")
    case = Case.objects.get(number=scene.numbers["verifying"])
    row = Tracking.objects.create(case=case, team=team, state="tracked", at=MORNING)
    said = "查看了办理记录，承办单位正在核查，已提醒按期办结。"
    look_in(row.pk, "records", said, by=scene.cast.actor("lee"), now=MORNING)
    scene.places["tracking"] = row.pk


def _at_work(at: datetime) -> datetime:
    """The same moment, or the next morning on which somebody sits at a desk; never after this Monday."""
    here = at.astimezone(SHANGHAI)
    while here.weekday() > 4 or not 9 <= here.hour < 17:
        here = (here + timedelta(days=here.hour >= 9)).replace(hour=9, minute=20)
        if here.weekday() > 4:
            here += timedelta(days=1)
    return min(here.astimezone(at.tzinfo), MORNING)


def _administer(scene: Scene) -> None:
    """Sam gives out roles; posters hang everywhere and some are scanned; a day was changed; two are related."""
    begin = MORNING - timedelta(days=28)
    sam = people.open_account("sam", "金立言", PASSWORD, demo=True, by=SYSTEM, now=begin)
    house = Unit.objects.get(code="xt-committee")
    people.grant(sam, "security", house, since=begin.date(), by=SYSTEM, now=begin)
    for i, code in enumerate(codes_for_blueprint(blueprint(), SYSTEM, begin)):
        for hours in range(3 * i % 7):
            count_scan(code.place_id, now=MORNING - timedelta(hours=9 * hours))
    snow = "市政府通知：因暴雪全市放假一天"
    change_day(MORNING.date().replace(day=9), False, snow, by=scene.cast.actor("adam"), now=MORNING)
    promise = Deadline.objects.filter(ended_at=None, kind="whole").latest("pk")
    MovedDay.objects.create(
        deadline=promise, changed="2022-03-09", was=promise.due_at - timedelta(days=1), becomes=promise.due_at,
        at=MORNING,
    )  # fmt: skip
    one, other = Officer.objects.filter(unit__code__startswith="xt-court").order_by("pk")[:2]
    people.declare_relation(one, other, "spouse", by=SYSTEM, now=begin)
    rules, grace = moved(newest().rules, "urgent", 1), scene.cast.actor("grace")
    assert isinstance(rules, tuple)
    routing.change(rules, "move", "urgent", by=grace, since=MORNING, seen=1, now=MORNING)
    for many in (150, 240):
        learnt = version("unit", ("xt-court-filing", "xt-court-enforcement", "xt-police"), MORNING, many)
    scene.places["version"] = learnt.pk - 1
    train(ask("unit", by=SYSTEM, now=MORNING), now=MORNING)  # from too few: rejected


def _talk(scene: Scene) -> None:
    """Carol called the reporter of what is answered, wrote it down, and brought a paper for it afterwards."""
    number, who = scene.numbers["answered"], {"by": scene.cast.actor("carol"), "now": MORNING}
    talk = write_talk(number, Said("call", True, MORNING - timedelta(hours=1), "来电说明了处理结果。"), **who)
    add_talk_paper(number, talk.pk, _photo("talk", MORNING), **who)


def _bring_in(scene: Scene) -> None:
    """Three files of another system: just brought, checked, added."""
    who: dict[str, Any] = {"by": scene.cast.actor("ivy"), "now": MORNING}
    for i, stage in enumerate(("finished", "checked", "uploaded")):
        rows = MAILBOX.replace("2019-", f"201{i}-").encode()
        batch = imports.take_in([rows], f"市长信箱 201{i}.csv", **who)
        if stage != "uploaded":
            columns = proposed(batch.headers, ())[1]
            imports.describe(batch.pk, replace(columns, source="市长信箱"), **who)
            run_until_idle(MORNING)
        if stage == "finished":
            imports.begin(batch.pk, **who)
            run_until_idle(MORNING)
        scene.places[stage + "_import"] = batch.pk


def _send(i: int, unit: str, identity: str, text: str, at: datetime) -> Receipt:
    kept = _photo(f"s{i}", at)
    submission = Submission(
        f"scene-{i}", Unit.objects.get(code=unit).pk, text, ("B2", "B1", "B4", "H3", "D7")[i % 5], identity,
        name="王小明" if identity == "real_name" else "",
        phone="" if identity == "anonymous" else "13900000000",
        uploads=(kept,) if i % 2 == 0 else (),
    )  # fmt: skip
    return receive(submission, now=at)


def _photo(draft: str, at: datetime) -> str:
    """A photograph that arrived whole, by its token."""
    data = photo((640, 480))
    return store(BytesIO(data), draft=draft, size=len(data), free=10**12, limits=Limits(), now=at).token
