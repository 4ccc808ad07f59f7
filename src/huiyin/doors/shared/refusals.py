"""Why a rule said no, in words. The codes are those of `kernel.lifecycle.Refused` anywhere in the program.

Sentences that stand beside a field of a form are short; `%(name)s` is filled from the refusal's detail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: Final[Mapping[str, str | Promise]] = {
    "wrong_state": _("This step doesn’t fit where the case stands now: %(state)s."),
    "wrong_role": _("Your role doesn’t include this step."),
    "conflict_of_interest": _(
        "Somebody chosen has an interest in this case, so it can’t be assigned to them."
    ),
    "people_to_confer": _("Name at least two people who conferred, each on a line."),
    "own_finding": _("Whoever verified a case can’t also approve it."),
    "talks_missing": _("Not everything that has to be talked over with the reporter is written down yet."),
    "not_then": _("That is before the report came, or still to come."),
    "answered_already": _("This has been explained already."),
    "own_nomination": _("Whoever put an example forward can’t also choose it."),
    "says_personal": _("This says a telephone, a number or an address of somebody. Take it out."),
    "says_reporter": _("This says who reported, or may. Tell it so that nobody finds them in it."),
    "says_name": _("This names somebody who works there. Say “an officer” or “the clerk” instead."),
    "says_when": _(
        "This says a day or the number of a file, by which those concerned find the matter again."
    ),
    "says_unit": _(
        "This names the unit, which had so few matters that it would be known which one this was."
    ),
    "says_words": _("This quotes what the reporter wrote. Tell it in other words."),
    "own_statement": _("Whoever stated a breach can’t conclude it."),
    "established_already": _("The facts are established already."),
    "objected_already": _("The unit has objected to this assignment before."),
    "nothing_to_dispute": _(
        "Only what the sender has affirmed can be put before the superior, and only once."
    ),
    "objection_late": _("The time for objecting has passed: the assignment stands."),
    "own_dispute": _("Whoever works on the case, gave it out or decided before can’t decide the dispute."),
    "signed_already": _("Nobody signs the same case at two levels."),
    "no_signer": _("Nobody is there who may sign next. The security administrator gives out the role."),
    "own_recusal": _("Nobody decides on their own withdrawing."),
    "successor_needed": _("Nobody would be left to go on: choose somebody."),
    "not_your_unit": _("This unit or person isn’t in your committee’s charge."),
    "own_mandate": _("Nobody gives roles to themselves or takes them from themselves."),
    "people_needed": _("Name at least one handler, and an approver who isn’t one of them."),
    "not_in_register": _(
        "Somebody chosen has no entry in the officers’ register, so nobody can say who it is."
    ),
    "tells_reporter": _(
        "This says who reported. Take the name and the telephone out before the unit reads it."
    ),
    "same_case": _("A file can’t be joined with itself."),
    "main_is_joined": _("That file is itself joined with another one. Choose the main file."),
    "main_ended": _("That file already has its answer, so nothing can be joined with it any more."),
    "has_joined": _(
        "Other files are joined with this one. Take them out first, or join the other way round."
    ),
    "other_house": _("That file is about another house, or lies with another committee."),
    "names_others": _(
        "This report names officers whom the other file isn’t about. Name them there first, so that they are kept out."
    ),
    "no_secrecy_officer": _("There is no secrecy officer who could read it and let it go again."),
    "handlers_concerned": _("Somebody who handles the other file has an interest in this one."),
    "nothing_proven": _("Nothing was found to be true here, so nothing may be held against an officer."),
    "summary_needed": _("Write the summary that the unit will read. It must not say who reported."),
    "reason_needed": _("Write down the reason in a few words."),
    "basis_needed": _("Name the rule on which it has to go."),
    "removed": _("This report was removed by law; nothing can be added to it."),
    "declaration_needed": _("Declare that those who verify have no interest in the matter."),
    "outcome_needed": _("Something was found to be true: say what is done about it."),
    "not_answered_yet": _("There is no answer yet, so this has to wait."),
    "unreadable_day": _("Line %(line)s can’t be read. Write it like 2027-02-06 rest."),
    "day_twice": _("Line %(line)s says otherwise than a line above it."),
    "asked_already": _("Something about the time is asked already, or the clock stands still."),
    "granted_already": _(
        "The city’s rule allows this %(times)s time(s) in one case, and it was granted before."
    ),
    "past_due": _("The day has passed already: more time is asked for before, not after."),
    "too_much_time": _("The city’s rule allows at most %(most)s."),
    "nothing_asked": _("Nothing is asked any more; somebody has decided."),
    "own_request": _("Nobody grants what they asked for themselves."),
    "not_suspended": _("The clock isn’t standing still any more."),
    "rated_already": _("The answer has been rated already."),
    "already_sent": _("This was sent before. It is report %(number)s."),
    "too_fast": _("You have entered very many within an hour. Please go on in %(minutes)s minutes."),
    "no_hotline": _("No exchange with the hotline is set up."),
    "nothing_to_hand_over": _("There is nothing to hand over."),
    "unsigned": _("This file isn’t signed by the hotline, or something in it was changed on the way."),
    "hotline_refused": _("The hotline doesn’t answer just now (%(why)s). Try again later."),
    "passed_already": _("This matter was given to the hotline already."),
    "fetched_already": _("The query code was fetched already."),
    "settled_already": _("Somebody has settled this already."),
    "in_the_past": _("This moment has passed already. Choose a later one."),
    "done_already": _("Somebody has ticked this off already."),
    "unknown_channel": _("The city has no such channel."),
    "roles_apart": _("One person can’t hold both roles; they check each other."),
    "unit_unfit": _("A unit of this kind has no such role."),
    "unknown_role": _("There is no such role."),
    "dates_reversed": _("The end lies before the beginning."),
    "same_officer": _("Choose two different officers."),
    "no_committee": _("No committee is responsible for this unit yet. Enter it in the register first."),
    "no_committee_above": _("There is no committee above this one in the register to pass the report to."),
    "limit_changed_in_place": _(
        "A limit that holds can’t be changed. Add a new one with the day from which it holds."
    ),
    "rules_changed_in_place": _(
        "People have acknowledged this text as it stands. Add a version with the day from which it holds."
    ),
    "version_too_early": _("A version holds from today on at the earliest, and from after the last one."),
    "too_few_lessons": _("There are fewer than %(needed)s lessons: too few to learn from."),
    "one_label_only": _("Every lesson has the same label, so there is nothing to tell apart."),
    "too_few_of_each": _("At least two labels need %(needed)s lessons each."),
    "learnt_nothing": _(
        "%(right)s of %(tried)s were right when held back; naming the commonest label always is right "
        "%(commonest)s times."
    ),
    "worse_on_fresh": _(
        "Of %(of)s lessons that came since, it was right on %(right)s, the version in use on %(in_use)s."
    ),
    "worse_than_in_use": _("Its macro-F1 is %(macro_f1)s, that of the version in use %(in_use)s."),
    "not_learnt_yet": _("This version hasn’t been learnt yet."),
    "other_city": _("This database belongs to another city."),
    "nothing_new": _("Nothing has been added since this was last seen."),
    "unknown": _("The program’s rules don’t allow this."),
}

FIELDS: Final[Mapping[str, str | Promise]] = {
    "missing": _("Please fill this in."),
    "unknown_choice": _("Please choose one of what is offered."),
    "too_long": _("This is too long: %(length)s characters, at most %(limit)s."),
    "future_date": _("This day is still to come."),
    "too_long_ago": _("This day is too long ago for the form. Write it into the text instead."),
    "not_a_phone": _("This isn’t a phone number that we can call."),
    "not_an_address": _("This isn’t an e-mail address."),
    "number_taken": _("This number is taken: report %(number)s came under it."),
    "not_a_mobile": _("This isn’t a mobile number. It has 11 digits and begins with 1."),
    "not_a_landline": _("This isn’t a landline number. Write it with its area code."),
    "id_format": _("An identity number has 18 characters."),
    "id_date": _("The date inside this identity number doesn’t exist."),
    "id_check": _("A digit of this identity number is wrong."),
    "credit_code_format": _("A unified social credit code has 18 characters."),
    "credit_code_check": _("A character of this credit code is wrong."),
    "division_format": _("A division code has 6, 9 or 12 digits."),
}

FILES: Final[Mapping[str, str | Promise]] = {
    "empty": _("This file is empty."),
    "broken": _("This file can’t be opened. It may have been damaged on its way."),
    "bomb": _("This file would become far too large when opened."),
    "wrong_type": _("Files of this kind can’t be sent. Photos, sound, video, PDF and Word documents can."),
    "heic": _(
        "This photo is in a format that we can’t read (HEIC). Take it as JPEG, or send a screenshot of it."
    ),
    "active_content": _("This document contains macros or scripts. Save it as a plain PDF and send that."),
    "polyglot": _("Something else is hidden in this file, so we don’t take it."),
    "too_large": _("This file is too large: at most %(limit_mb)s MB."),
    "too_large_together": _("The files together are too large: at most %(limit_mb)s MB."),
    "too_many_views": _("You keep as many views as there may be: %(most)s. Delete one first."),
    "too_many_files": _("These are too many files: at most %(limit)s."),
    "disk_low": _("No room is left for files just now. Send the text; files can be added later."),
    "upload_gone": _("The upload was interrupted for too long. Please choose the file again."),
    "larger_than_announced": _("The file changed while it was being sent. Please choose it again."),
    "chunk_too_large": _("The file arrived in too large a part. Please try again."),
    "chunk_too_small": _("The file arrived in too small a part. Please try again."),
    "kept_from_unit": _("The unit doesn’t get files of this kind: a voice or a handwriting tells who it is."),
}

LETTERS: Final[Mapping[str, str | Promise]] = {
    "recorded_text": _("This paper is made of the records. Nobody words it: have it made anew instead."),
    "unknown_letter": _("The city has no such kind of paper."),
    "no_issuer": _("This body sends no letters: it has no mark for their numbers."),
    "no_addressee": _("Say to whom the letter goes."),
    "led_by_accused": _("This would reach whom the letter is about. Send it to the body above them instead."),
    "blanks_left": _("Something is still to be filled in: look for the angular brackets."),
    "not_closed": _("Only a file that has ended can be archived."),
    "no_such_days": _("Its last day comes before its first, or it is longer than a year."),
    "registered_already": _("A campaign of this name begins on that day already."),
    "still_running": _("It isn’t over yet: sum it up after its last day."),
    "no_meeting": _("Nobody sits together over this paper."),
    "no_answer_asked": _("This paper asks for no answer. Acknowledging it is enough."),
}
"""Of papers to those who are supervised."""

TABLES: Final[Mapping[str, str | Promise]] = {
    "macros": _("This workbook contains macros. Save it as a plain XLSX without them and choose that."),
    "no_table": _("This file isn’t a table. CSV and XLSX files can be imported."),
    "old_excel": _("This is an old Excel file (XLS). Save it as XLSX and choose that."),
    "unknown_encoding": _("The characters of this file can’t be made out. Save it as CSV UTF-8 or as XLSX."),
    "no_headings": _("No row with headings was found at the top of this file."),
    "too_many_columns": _("This table is too wide: at most %(limit)s columns."),
    "too_many_rows": _("These are too many rows: at most %(limit)s. Split the file."),
    "file_gone": _("The file was deleted after 30 days. Choose it again to go on."),
    "no_column": _("This file has no column “%(column)s”."),
    "column_needed": _("Say which column holds this."),
    "not_a_moment": _("“%(found)s” isn’t a date that we can read."),
    "before_received": _("The answer is dated before the report."),
    "unknown_word": _("Nobody has said yet what “%(word)s” means here."),
    "ambiguous": _("“%(word)s” is the name of several units."),
    "out_of_reach": _("“%(word)s” belongs to another committee; you can’t import for it."),
    "too_many_cells": _("The row has %(found)s cells, the headings only %(limit)s."),
    "cell_too_long": _("A cell is too long: %(length)s characters, at most %(limit)s."),
    "damaged_cell": _("A cell is damaged: it contains null characters."),
    "undecodable": _("A cell contains characters that can’t be made out."),
    "broken_row": _("The row can’t be cut into cells: a quotation mark is out of place or never closed."),
    "changed_since": _("This number was imported before with another text, as report %(number)s."),
    "no_account": _("There is no account “%(account)s”."),
}
"""Of a file of earlier reports, and of its rows."""

RULES: Final[Mapping[str, str | Promise]] = {
    "rules_in_the_past": _("Rules can only change from now on; a change that waits for its day comes first."),
    "rule_catches_all": _("“%(rule)s” has no condition: it would catch everything."),
    "rule_does_nothing": _("“%(rule)s” sets nothing."),
    "rule_never_fits": _("“%(rule)s” can’t ever fit: what it asks for is what it forbids."),
    "rule_contradicts": _("“%(rule)s” contradicts “%(other)s” above it."),
    "rule_never_reached": _("“%(rule)s” would never be reached: whatever fits it fits “%(other)s” first."),
}
"""Of routing rules."""

ARRIVALS: Final[Mapping[str, str | Promise]] = {
    "unreadable_mail": _(
        "Neither text nor enclosures can be made out. The mail lies in the mailbox, in “Failed”."
    ),
    "order_incomplete": _("The order can’t be read: something is missing or wrong in it."),
    "stale": _("Signed too long ago, or by a clock that is wrong. Sign it anew and send it again."),
}
"""Of what machines bring: mail, work orders of the hotline."""

DRAWS: Final[Mapping[str, str | Promise]] = {
    "pool_too_small": _(
        "%(people)s people are in the pool and %(seats)s seats are to be drawn. Admit more people or draw fewer seats."
    ),
    "quotas_contradict": _(
        "These quotas can’t all be kept by one panel. Below stands the smallest change that makes it possible."
    ),
    "person_twice": _("“%(code)s” stands twice in the roster. Nothing was taken over; leave one of them."),
    "not_what_was_named": _(
        "This isn’t what was named beforehand as the source of chance. Nothing was drawn. Look at the announcement."
    ),
    "no_source": _("Name at least one public draw."),
    "too_few_witnesses": _(
        "Name at least %(least)s witnesses: one alone could choose their secret as they please."
    ),
    "witness_twice": _("“%(about)s” stands there twice."),
    "not_a_commitment": _("What “%(about)s” published isn’t a hash of 64 digits and letters from a to f."),
    "standby_needed": _(
        "A witness who keeps silent would void the draw: name public draws that decide then, which nobody holds back."
    ),
    "no_standby": _("No standby was named. Call the announcement off, and announce anew."),
    "failure_unsaid": _("Say what failed, and who kept silent: it is published with the record."),
    "witness_silent": _(
        "“%(about)s” hasn’t revealed a secret. Without it only the standby can decide; who kept silent is published."
    ),
    "secret_not_committed": _(
        "The secret of “%(about)s” isn’t the one that they committed to. Nothing was drawn."
    ),
    "seated_already": _("This judge has a seat in the round already."),
    "nobody_stands_in": _(
        "Nobody who is left keeps all quotas. The seat stays as it is; call the announcement off and draw anew."
    ),
    "layer_too_small": _(
        "Fewer than %(least)s judges would vote in this layer: it could be guessed who said what. "
        "Let it vote in public."
    ),
    "nobody_drawn_yet": _("The panel hasn’t been drawn yet: announce the draw, and draw it."),
    "nobody_is_drawn": _("In this round nobody is drawn: its judges sit by office."),
    "summary_missing": _("Write down causes and measures first: a sum isn’t published without."),
    "not_answered_yet": _("The unit hasn’t said yet what it put right."),
    "nobody_sits": _("Nobody sits in this round yet. Seat judges by office first."),
    "span_backwards": _("The last day lies before the first."),
    "span_not_over": _("This span of time isn’t over yet: state the figure when it is counted."),
    "spans_overlap": _("The second span must begin after the first has ended."),
    "spans_differ": _("The two spans aren’t equally long, so their figures can’t stand against each other."),
    "below_zero": _("A count can’t be below zero."),
    "nothing_before": _("Of nothing nothing can rise or fall by a share: the figure before is zero."),
    "withdrawn_already": _("This has been withdrawn already."),
    "already_over": _("This moment has passed. Choose a later one."),
    "voted_already": _(
        "You have handed in your ballot. It lies in its envelope and can’t be changed any more."
    ),
    "vote_over": _("The vote is over. What wasn’t handed in by then doesn’t count."),
    "nobody_chosen": _("Choose at least one judge."),
    "papers_too_few": _(
        "Of fewer than %(least)s papers those who enter them could guess whose is whose. Give paper to more judges, or "
        "let them vote by their link."
    ),
    "papers_not_back": _(
        "Too few papers have come back to keep secret whose is whose. Enter them once at least five are back."
    ),
    "unknown_paper": _("No paper of this round has this code. Look at it again."),
    "more_papers": _(
        "%(back)s judges have handed in a paper, and as many are entered already. One more can’t be right."
    ),
    "line_unreadable": _("A line has %(axes)s digits, each from 0 to %(most)s; 0 is a blank."),
    "papers_differ": _(
        "Of %(papers)s papers no two people have read the same yet. Look at them again, each on their own, then count."
    ),
    "papers_not_entered": _(
        "%(papers)s papers that came back aren’t entered yet. For an empty envelope enter a paper that was left over, "
        "blank."
    ),
    "still_voting": _("The vote is still on, and not everybody has handed in. Count after it closes."),
    "rule_changed": _(
        "The rule of this round isn’t the one with which it was planned. Nothing was counted. Call the auditor."
    ),
    "count_changed": _(
        "The ballots in the table aren’t those that were counted. Nothing was published. Call the auditor."
    ),
}
"""Of pools from which judges can't be drawn, and of votes."""

REASONS: Final[Mapping[str, str | Promise]] = {
    **STEPS,
    **FIELDS,
    **FILES,
    **TABLES,
    **LETTERS,
    **RULES,
    **ARRIVALS,
    **DRAWS,
}
