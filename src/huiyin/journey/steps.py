"""The whole path as one table: after which event, what is called next. No ifs here, and nowhere else knows the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from huiyin.journey import after_alerts as alerts
from huiyin.journey import after_cases as cases
from huiyin.journey import after_ladder as ladder
from huiyin.journey import after_letters as letters
from huiyin.journey import after_reports as reports
from huiyin.journey import after_rounds as rounds
from huiyin.journey import after_routing as routing
from huiyin.journey import after_secrecy as secrecy
from huiyin.journey import after_times as times
from huiyin.journey import finding, replying
from huiyin.ledger.models import Event

Step = Callable[[Event, datetime], None]
"""Takes the event and the moment. Runs in the transaction that takes the event off the outbox; safe to run again."""

STEPS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("report", "receive"): (reports.open_file, replying.acknowledge),
    ("report", "supplement"): (reports.pass_on, finding.mark_report),
    ("report", "remove"): (finding.mark_report, finding.forget_words),
    ("report", "rate"): (reports.call_back,),
    ("case", "open"): (finding.mark_opened,),
    ("case", "refer"): (cases.tell_team,),
    ("case", "return_from_team"): (cases.tell_sent_back,),
    ("case", "assign"): (
        routing.learn_assigned,
        cases.tell_handlers,
        routing.tell_overseers,
        cases.tell_progress,
        finding.mark,
    ),
    ("case", "dispatch"): (cases.tell_handlers, routing.tell_overseers, cases.tell_progress, finding.mark),
    ("case", "redirect"): (routing.learn_redirected, cases.tell_handlers, finding.mark),
    ("case", "reassign"): (routing.learn_reassigned, cases.lift, cases.tell_handlers, finding.mark),
    ("case", "accept"): (cases.ask_to_talk, routing.learn_stood),
    ("case", "object_to"): (cases.tell_objected,),
    ("case", "dispute"): (cases.tell_disputed,),
    ("case", "affirm"): (cases.tell_affirmed,),
    ("case", "send_back"): (routing.note_sent_back, cases.tell_sent_back),
    ("case", "lock"): (cases.supervise, ladder.enter_late),
    ("case", "ask_extension"): (times.tell_granters,),
    ("case", "ask_suspension"): (times.tell_granters,),
    ("case", "extend"): (times.tell_moved, times.move_joined),
    ("case", "suspend"): (times.tell_moved, times.move_joined),
    ("case", "resume"): (times.tell_moved, times.move_joined),
    ("case", "prolong"): (times.tell_moved,),
    ("case", "refuse_extension"): (times.tell_refused,),
    ("case", "refuse_suspension"): (times.tell_refused,),
    ("case", "submit"): (cases.tell_approver,),
    ("case", "return_for_rework"): (cases.tell_rework,),
    ("case", "pass_up"): (cases.tell_approver,),
    ("case", "recuse"): (cases.tell_recused,),
    ("follow_up", "ask"): (rounds.tell_in_hand,),
    ("follow_up", "answer"): (rounds.tell_asker,),
    ("breach", "state"): (rounds.tell_blamed,),
    ("breach", "contest"): (rounds.tell_judges,),
    ("breach", "uphold"): (rounds.tell_concluded,),
    ("breach", "withdraw"): (rounds.tell_concluded,),
    ("recusal", "ask"): (cases.tell_superiors,),
    ("recusal", "refuse"): (cases.tell_stays,),
    ("case", "approve"): (cases.tell_answering,),
    ("case", "answer"): (replying.answer_back, cases.answer_joined),
    ("case", "channel"): (replying.answer_back, cases.answer_joined),
    ("case", "decline"): (replying.answer_back, cases.answer_joined),
    ("case", "answer_with_main"): (replying.answer_back,),
    ("case", "join"): (cases.withdraw_notices, finding.mark),
    ("case", "separate"): (cases.tell_separated,),
    ("case", "pin"): (cases.withdraw_notices, finding.mark, cases.pin_joined, alerts.watch_named),
    ("case", "overdue"): (cases.tell_late, ladder.enter_late),
    ("case", "recount"): (times.tell_recounted,),
    ("day", "changed"): (times.count_anew,),
    ("year", "known"): (times.count_anew,),
    ("deadline", "warn"): (cases.tell_near,),
    ("deadline", "lapse"): (cases.tell_lapsed, ladder.enter_broken),
    ("standing", "climb"): (ladder.act,),
    ("standing", "run_out"): (ladder.end,),
    ("circular", "collect"): (ladder.draft_circular,),
    ("alarm", "raise"): (ladder.tell_alarm,),
    ("interview", "arrange"): (ladder.invite,),
    ("quarantine", "hold"): (secrecy.tell_officer,),
    ("quarantine", "release"): (reports.go_on, finding.mark_released),
    ("quarantine", "delete"): (reports.empty_file,),
    ("case", "hold_back"): (cases.withdraw_all, finding.mark),
    ("case", "put_back"): (cases.tell_turn, finding.mark),
    ("quarantine", "pass_late"): (secrecy.tell_late,),
    ("alert", "raise"): (alerts.tell_supervisors,),
    ("alert", "grow"): (alerts.tell_supervisors,),
    ("letter", "propose"): (letters.tell_level,),
    ("letter", "consent"): (letters.tell_level,),
    ("letter", "clear"): (letters.tell_level,),
    ("letter", "hand_back"): (letters.tell_writer,),
    ("letter", "sign"): (letters.print_and_deliver,),
    ("letter", "deliver"): (letters.tell_unit,),
    ("letter", "withhold"): (letters.tell_withheld,),
    ("letter", "reply"): (letters.tell_judges,),
    ("letter", "ask_again"): (letters.tell_unit,),
    ("letter", "pass_late"): (letters.tell_late,),
    ("order", "answer"): (replying.tell_passed_on,),
    ("delivery", "undelivered"): (reports.tell_undelivered,),
}

QUIET: Mapping[tuple[str, str], str] = {
    ("report", "screen"): "open_file refers it or tells the reviewers, in the same transaction",
    ("case", "expunge"): "nobody works on it any more, and nobody else is to know of it",
    ("report", "revisit"): "the clerk who phoned is the one who would be told",
    ("case", "hasten"): "whoever works on it sees the day on the file; the reporter sees it on their page",
    ("case", "establish"): "whoever established the facts goes on to deal with them",
    ("case", "close"): "nothing is left to do",
    ("case", "import"): "answered before it came here",
    ("alert", "acknowledge"): "who supervises has seen it, and is the one who would be told",
    ("standing", "enter"): "the worker climbs when the first rung's moment has come",
    ("standing", "skip"): "the supervisor who skipped it knows; the next rung has its moment",
    ("standing", "take_off"): "the supervisor who did it knows; nothing more is asked of anybody",
    ("standing", "leave"): "whoever acted made it so",
    ("interview", "summon"): "the rung that asked for it tells the supervisors, in the same transaction",
    ("interview", "hold"): "its minutes are on file",
    ("interview", "drop"): "its reason is on file",
    ("alarm", "settle"): "who settled it said what was done",
    ("order", "hand_over"): "they have it; their answer is what somebody waits for",
    ("order", "pass_out"): "the hotline gets it with its own parcel, and whoever passed it on knows",
    ("delivery", "delivered"): "as it should be",
    ("letter", "draft"): "whoever asked for it knows; the ladder proposes what it drafts",
    ("letter", "edit"): "nobody waits for it yet",
    ("letter", "acknowledge"): "seen in the ledger of letters; nothing is asked of anybody",
    ("letter", "report_progress"): "who judges reads it with the letter; the reply is what they wait for",
    ("letter", "find_sufficient"): "the unit sees it; striking off is the judge's next act",
    ("letter", "strike_off"): "the unit sees it",
    ("letter", "conclude"): "nothing is left to do",
    ("rating_day", "close"): "what was set apart stands in the list of ratings; nobody is asked to act",
    ("regulation", "issue"): "everybody finds it on their desk from the day on which it holds",
    ("regulation", "acknowledge"): "who has not is listed for those who lead",
    ("archive", "make"): "the one who made it has it",
    ("letter", "void"): "those who had it see so where they open it",
}
"""Events after which nothing follows, and why not."""
