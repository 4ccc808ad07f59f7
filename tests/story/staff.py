"""The staff's part of the story, page by page: each function is one person's visit at one desk."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect
from tests.browsing import click, follow, said
from tests.story.citizen import MORE, NAME, NUMBER, WORDS

FINDING = "录像显示当事人三次到窗口，前两次均未一次性告知。"
PROPOSAL = "您反映的情况部分属实。我们已对当班人员批评教育，并重新制作了告知清单。"
ADVICE = "请补充第三次到窗口的录像。"


def reviews(carol: Page, number: str, identity: str) -> None:
    """The reviewer reads the whole report, but no name: that is sealed."""
    carol.goto("/desk/")
    expect(carol.locator(".row").first).to_contain_text(number)
    follow(carol, "初审")
    expect(carol.locator(".said").first).to_contain_text("自己看墙上")
    expect(carol.locator(".sealed")).to_contain_text("身份已封存")
    words = {"anonymous": "任何人都打不开", "contact": "只留电话", "real_name": "实名"}[identity]
    expect(carol.locator(".sealed")).to_contain_text(words)
    address = carol.get_by_alt_text("图片 1").get_attribute("src") or ""
    picture = carol.request.get(address).body()
    assert b"31N121E" not in picture and not Image.open(BytesIO(picture)).getexif(), "painted anew"


def tries_the_accused(carol: Page) -> None:
    """A handler with a conflict can't be chosen; who forces it is refused, and it is written down."""
    follow(carol, "交办核查")
    dan = carol.get_by_role("checkbox", name="Dan")
    expect(carol.locator("label.barred", has=dan)).to_contain_text("须回避：")
    expect(carol.locator("label.barred", has=dan)).to_contain_text("本件反映的就是此人")
    expect(dan).to_be_disabled()
    dan.evaluate("box => box.disabled = false")
    dan.check()
    carol.get_by_label("薛砚秋").check()
    click(carol, "交办核查")
    expect(carol.locator("main")).to_contain_text("存在利害关系，须回避")


def assigns(carol: Page, handler: str = "尹见微", act: str = "交办核查") -> None:
    """Redacted: numbers are masked already, and a name that was given; a name in the text alone a person takes out."""
    follow(carol, act)
    summary = carol.get_by_label("脱敏摘要")
    assert NUMBER not in summary.input_value()
    summary.fill(summary.input_value().replace(f"我叫{NAME}", ""))
    carol.get_by_label(handler).check()
    carol.get_by_label("薛砚秋").check()
    carol.get_by_label("需核查的问题").fill("没有一次性告知\n态度生硬")
    carol.get_by_label("这张可以给单位看").check()
    click(carol, act)


def takes_up(bob: Page, number: str) -> None:
    """The handler reads the summary and nothing that says who wrote."""
    bob.goto("/desk/notices")
    expect(bob.locator("main")).to_contain_text(f"{number}已交给您办理")
    bob.goto("/desk/")
    follow(bob, "受理")
    click(bob, "受理")
    said(bob, "已受理")
    expect(bob.locator("main")).to_contain_text("自己看墙上")
    expect(bob.get_by_alt_text("图片 1")).to_be_visible()
    for sealed in (NAME, NUMBER, "身份已封存", "立案大厅 3 号窗口，扫码"):
        expect(bob.locator("main")).not_to_contain_text(sealed)


def verifies(bob: Page) -> None:
    """Finding by finding, from the template; the first try lacks everything, which is said at each field."""
    follow(bob, "提交核查报告")
    click(bob, "提交核查报告")
    expect(bob.get_by_role("alert")).to_contain_text("还没有填")
    bob.locator("[name=verifiers]").fill("尹见微（政治部）、金予安（办公室）")
    bob.get_by_label("我们与本件没有利害关系").check()
    bob.locator("[name=method]").fill("调看 3 月 7 日窗口录像，询问当班人员。")
    for conclusion in bob.get_by_role("group", name="结论").all():
        conclusion.get_by_text("部分属实", exact=True).click()
    for facts in bob.locator("[name^=facts_]").all():
        facts.fill(FINDING)
    bob.locator("[name=evidence]").fill("3 月 7 日窗口录像")
    bob.locator("[name=outcome_0]").select_option(label="批评教育")
    bob.locator("[name=matter]").fill("重做一次性告知清单，贴在窗口。")
    bob.locator("[name=proposal]").fill(PROPOSAL)
    click(bob, "提交核查报告")
    said(bob, "已报审批人")


def returns(frank: Page) -> None:
    frank.goto("/desk/")
    follow(frank, "审批")
    frank.go_back()
    frank.locator("a.what").first.click()
    follow(frank, "退回补查…")
    expect(frank.locator("main")).to_contain_text(FINDING)
    frank.get_by_label("理由").fill(ADVICE)
    click(frank, "退回补查")
    said(frank, "已退回承办人")


def reworks(bob: Page) -> None:
    """Goes on from what was written: only what was asked for is added."""
    bob.goto("/desk/")
    bob.locator("a.what").first.click()
    expect(bob.locator("main")).to_contain_text(ADVICE)
    follow(bob, "提交核查报告")
    expect(bob.locator("[name=proposal]")).to_have_value(PROPOSAL)
    bob.locator("[name=evidence]").fill("3 月 7 日窗口录像\n3 月 7 日下午窗口录像")
    click(bob, "提交核查报告")
    said(bob, "已报审批人")


def approves(frank: Page) -> None:
    frank.goto("/desk/")
    follow(frank, "审批")
    click(frank, "批准")
    said(frank, "已签署，已通知下一位经办人")


def answers(carol: Page) -> None:
    carol.goto("/desk/")
    follow(carol, "答复")
    expect(carol.get_by_label("给反映人的答复")).to_have_value(PROPOSAL)
    click(carol, "预览")
    expect(carol.locator(".look")).to_contain_text("重新制作了告知清单")
    click(carol, "答复")
    said(carol, "已答复反映人")


def phones_back(ivy: Page, number: str, identity: str) -> None:
    """The clerk opens the number for a reason and writes down the call; an anonymous reporter can't be called."""
    ivy.goto(f"/desk/cases/{number}")
    for read in (WORDS, MORE):
        expect(ivy.locator("main")).to_contain_text(read)
    if identity == "anonymous":
        assert ivy.request.get(f"/desk/cases/{number}/identity").status != 200
        return
    ivy.goto(f"/desk/cases/{number}/revisit")
    follow(ivy, "开启电话号码…")
    ivy.get_by_label("开启理由").fill("电话回访")
    click(ivy, "开启身份")
    expect(ivy.locator("main")).to_contain_text(NUMBER)
    assert (NAME in ivy.locator("main").inner_text()) == (identity == "real_name")
    ivy.goto(f"/desk/cases/{number}/revisit")
    ivy.get_by_text("已接通", exact=True).click()
    ivy.get_by_text("满意", exact=True).click()
    ivy.get_by_label("反映人怎么说").fill("窗口现在一次说清了。")
    click(ivy, "登记回访")
    said(ivy, "已登记回访")


def closes(ivy: Page, number: str) -> None:
    ivy.goto(f"/desk/cases/{number}/closure")
    expect(ivy.locator("main")).to_contain_text("此后只能查看")
    click(ivy, "办结")
    said(ivy, "已办结归档")
    ivy.goto(f"/desk/cases/{number}")
    for step in ("交办核查", "受理", "退回补查", "批准", "已答复", "办结"):
        expect(ivy.locator(".time")).to_contain_text(step)
