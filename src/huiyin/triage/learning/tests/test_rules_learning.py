"""What is learnt, how sure it is, and that nothing somebody sends makes it fall over."""

from __future__ import annotations

import io
import pickle
import time

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.triage.learning import training
from huiyin.triage.learning.leaning import lean
from huiyin.triage.learning.rules import figures, storing
from huiyin.triage.learning.rules.classifier import Classifier
from huiyin.triage.learning.rules.doubts import doubtful
from huiyin.triage.learning.rules.folds import blocks, shuffled
from huiyin.triage.learning.rules.grams import IN_OPENING, OPENING, any_of, grams, readable, spelt
from huiyin.triage.learning.rules.names import from_names
from huiyin.triage.learning.rules.sureness import NEVER, Sureness
from huiyin.triage.learning.rules.thresholds import bar
from huiyin.triage.learning.tests.lessons import texts

LABELS = ("clinic", "road", "school")
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)


def learnt(many: int = 120, wrong: int = 0) -> training.Learnt:
    written, said = texts(many, wrong=wrong)
    truth = np.array([LABELS.index(label) for label in said])
    return training.learn(training.count(written), truth, LABELS)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return learnt().classifier.named("problem_type-7")


def test_it_says_what_new_texts_are_about_and_which_words_said_so(classifier: Classifier) -> None:
    proposal = classifier.propose("小区门口的路灯不亮已经很久，麻烦处理")
    assert proposal and proposal.label == "road" and proposal.sure
    assert proposal.runner_up in {"school", "clinic"} and proposal.version == "problem_type-7"
    assert any("路灯" in reason for reason in proposal.reasons)


def test_full_width_and_spaced_texts_read_the_same(classifier: Classifier) -> None:
    plain = classifier.scores("ABC路灯不亮12盏")
    assert np.allclose(plain, classifier.scores("ＡＢＣ 路 灯 不 亮 １２ 盏"))


TOWNS = ("朱林镇", "薛埠镇")


def test_where_it_happened_says_nothing_where_that_was_agreed() -> None:
    written, said = texts(120)
    told = [f"{TOWNS[label == 'road']}，{text}" for text, label in zip(written, said, strict=True)]
    truth = np.array([LABELS.index(label) for label in said])
    heeding, not_heeding = (
        training.learn(training.count(told, unsaid), truth, LABELS).classifier for unsaid in ((), TOWNS)
    )
    text = "{}老师补课收费"
    one, other = (heeding.scores(text.format(town)) for town in TOWNS)
    assert np.abs(one - other).max() > 0.1  # each town's reports were about one thing: it would be believed
    counted = training.count([text.format(town) for town in TOWNS], TOWNS)
    scores = [not_heeding.scores(text.format(town)) for town in TOWNS]
    assert np.array_equal(*scores) and np.allclose(training.judge(not_heeding, counted), scores, atol=1e-4)
    again = storing.from_bytes(storing.to_bytes(not_heeding))
    assert np.array_equal(*(again.scores(text.format(town)) for town in TOWNS))
    proposal = not_heeding.propose("朱林镇老师朱 林 鎮补课收费")
    assert proposal and not any("朱" in reason for reason in proposal.reasons)


def test_no_gram_reaches_across_a_name_left_out_and_short_names_stay() -> None:
    plain = readable("道路金坛塌陷", any_of(("金坛", "金坛区", "塌")))
    assert {spelt(int(key)) for key in grams(plain)[0]} == {*"道路塌陷", "道路", "塌陷"}
    assert any_of(("塌", "")) is None


def test_a_label_that_is_said_too_readily_is_set_right() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, 600)
    scores = (truth[:, None] == np.arange(3)) + rng.normal(0, 0.4, (600, 3)) + np.array([0.8, 0, 0])
    before, after = scores.argmax(axis=1) == truth, lean(scores, truth).of(scores).argmax(axis=1) == truth
    assert before.mean() < 0.8 < 0.9 < after.mean()


def test_one_lesson_hardly_changes_what_is_thought_of_a_label() -> None:
    scores = np.array([[0.6, 0.4], [0.1, -0.1]])
    odds = lean(scores, np.array([1, 1])).of(scores)
    assert (odds.argmax(axis=1) == 0).all() and (
        odds[:, 0] - odds[:, 1] < 4 * (scores[:, 0] - scores[:, 1])
    ).all()


def test_only_what_comes_into_question_is_proposed(classifier: Classifier) -> None:
    text = "路灯不亮"
    among = classifier.propose(text, {"school", "clinic", "no such label"})
    assert among and among.label != "road" and among.runner_up != "road"
    alone = classifier.propose(text, {"school"})
    assert alone and (alone.label, alone.runner_up, alone.sure) == ("school", "", False)
    assert classifier.propose(text, set()) is None


@pytest.mark.parametrize("text", ["", " \n\u200b", "\0", "zzzzqqqq", "🙂" * 5])
def test_a_text_of_which_nothing_is_known_is_never_sure(classifier: Classifier, text: str) -> None:
    proposal = classifier.propose(text)
    assert proposal and not proposal.sure and proposal.confidence == 0.0 and proposal.reasons == ()


@given(ANY_TEXT)
def test_whatever_somebody_writes_gets_an_answer(classifier: Classifier, text: str) -> None:
    proposal = classifier.propose(text)
    assert proposal and 0 <= proposal.confidence <= 1
    assert all(reason in readable(text) for reason in proposal.reasons)


def test_a_very_long_text_takes_no_longer_than_its_beginning(classifier: Classifier) -> None:
    long = "路灯不亮请处理" * 60_000
    begun = time.process_time()
    proposal = classifier.propose(long)
    assert time.process_time() - begun < 2
    assert proposal and proposal.label == "road"


@given(ANY_TEXT.map(readable))
def test_every_gram_can_be_read_back_and_none_is_lost(text: str) -> None:
    keys, counts = grams(text)
    found = [(k >= IN_OPENING, spelt(int(k)), c) for k, c in zip(keys, counts, strict=True)]
    for opening, part in ((False, text), (True, text[:OPENING])):
        expected = [part[i : i + n] for n in (1, 2) for i in range(len(part) - n + 1)]
        assert {gram: c for there, gram, c in found if there == opening} == {
            gram: expected.count(gram) for gram in expected
        }


def test_many_texts_at_once_get_the_scores_of_each_alone(classifier: Classifier) -> None:
    written, _ = texts(20, seed=5)
    together = training.judge(classifier, training.count(written))
    assert np.allclose(together, [classifier.scores(text) for text in written], atol=1e-5)


def test_the_same_lessons_give_the_same_classifier() -> None:
    one, other = learnt().classifier, learnt().classifier
    assert np.array_equal(one.weights, other.weights) and one.sureness == other.sureness


def test_stored_and_read_again_it_says_the_same(classifier: Classifier) -> None:
    again = storing.from_bytes(storing.to_bytes(classifier), classifier.version)
    for text in texts(12, seed=9)[0]:
        one, other = classifier.propose(text), again.propose(text)
        assert one and other and (one.label, one.reasons) == (other.label, other.reasons)
        assert abs(one.confidence - other.confidence) < 0.05


class _Runs:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("loading ran something",))


def test_bytes_from_elsewhere_are_refused_and_nothing_in_them_runs(classifier: Classifier) -> None:
    evil = io.BytesIO()
    np.savez(evil, keys=np.array([_Runs()], dtype=object), said=np.zeros(1, dtype=np.uint8))
    good = storing.to_bytes(classifier)
    for content in (b"", b"no such thing", pickle.dumps(_Runs()), evil.getvalue(), good[: len(good) // 2]):
        with pytest.raises(storing.Unreadable):
            storing.from_bytes(content)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=80), st.integers(2, 6))
def test_blocks_part_each_label_evenly_and_in_its_order(labels: list[int], folds: int) -> None:
    truth = np.array(labels)
    for fold in (blocks(truth, folds), shuffled(truth, folds, seed=3)):
        for label in set(labels):
            sizes = np.bincount(fold[truth == label], minlength=folds)
            assert sizes.max() - sizes.min() <= 1 and len(sizes) == folds
    in_order = blocks(truth, folds)
    assert all((np.diff(in_order[truth == label]) >= 0).all() for label in set(labels))


SAID = st.lists(st.tuples(st.integers(0, 50), st.booleans(), st.integers(0, 3)), min_size=1, max_size=150)


@given(SAID, st.sampled_from([0.5, 0.8, 0.95]))
def test_the_bar_is_the_lowest_that_keeps_the_promise(
    said: list[tuple[int, bool, int]], promise: float
) -> None:
    margin, right, fold = (np.array(column) for column in zip(*said, strict=True))
    found = bar(margin.astype(float), right, fold, promise)

    def room(at: float) -> float:
        sure = margin >= at
        shares = [right[sure & (fold == f)].mean() if (sure & (fold == f)).any() else 0 for f in set(fold)]
        apart = np.std(shares, ddof=1) / len(shares) ** 0.5 if len(shares) > 1 else 1.0
        return float(right[sure].mean() - apart - promise) if sure.sum() >= 30 else -1.0

    by_hand = {m: room(m) for m in set(margin.tolist())}
    assume(all(abs(one) > 1e-9 for one in by_hand.values()))  # neither side of a tie in rounding is wrong
    assert found == min((m for m, one in by_hand.items() if one > 0), default=NEVER)


def test_blocks_that_differ_raise_the_bar() -> None:
    margin, fold = np.linspace(2, 0, 1000), np.arange(1000) % 4
    wrong = (np.arange(1000) > 500) & (np.random.default_rng(1).random(1000) < 0.15)
    alike = bar(margin, ~wrong, fold, 0.95)
    differing = bar(margin, ~wrong, np.where(wrong, 0, fold), 0.95)
    assert alike < differing < NEVER


def test_nobody_is_called_right_every_time() -> None:
    proposal = learnt(60).classifier.propose("路灯不亮，道路塌陷，红绿灯坏了")
    assert proposal and proposal.label == "road" and 0.9 < proposal.confidence < 1


def test_confidence_rises_with_the_margin_and_stays_in_bounds() -> None:
    sureness = Sureness(((0.0, 0.4), (1.0, 0.9)), bar=0.5)
    found = sureness.confidences(np.array([-1.0, 0.0, 0.5, 1.0, 9.0]))
    assert found.tolist() == pytest.approx([0.4, 0.4, 0.65, 0.9, 0.9])
    assert sureness.threshold == pytest.approx(0.65) and Sureness(((0.0, 0.4),)).threshold is None


def test_lessons_with_a_slip_are_the_doubtful_ones() -> None:
    found = learnt(150, wrong=6)
    doubts = doubtful(found.scores, found.trial.truth)
    assert {i for i, _ in doubts[:6]} == set(range(6))
    _, said = texts(150)
    assert {LABELS[other] for i, other in doubts[:6]} <= set(said[:6])


def test_figures_are_counted_as_a_hand_would() -> None:
    truth, said = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1])
    trial = figures.Trial(
        LABELS, truth, said, np.array([1, 1, 0, 0, 0, 2]), np.array([0.9, 0.9, 0.5, 0.9, 0.9, 0.5]), said < 1
    )
    card = figures.card(trial)
    assert (card["tried"], card["right"], card["right_or_second"]) == (6, 4, 6)
    assert (card["sure"], card["sure_right"]) == (2, 2)
    assert card["macro_f1"] == pytest.approx((0.8 + 2 * 2 / 6 + 0) / 3, abs=1e-4)
    assert card["calibration_error"] == pytest.approx((abs(2 * 0.5 - 0) + abs(4 * 0.9 - 4)) / 6, abs=1e-4)
    assert sorted(map(tuple, card["confusions"])) == [("clinic", "road", 1), ("school", "road", 1)]


def test_before_the_first_lesson_names_alone_propose_and_are_never_sure() -> None:
    classifier = from_names({"traffic": ("交通运输", "公交"), "water": ("水务", "自来水供应")})
    assert classifier
    proposal = classifier.propose("楼上没有自来水")
    assert proposal and proposal.label == "water" and not proposal.sure and proposal.confidence <= 0.5
    assert proposal.reasons == ("自来水",) and proposal.version == "names"
    assert from_names({}) is None


def test_what_nobody_decided_counts_less_and_proves_nothing_alone() -> None:
    """Forty easy dispatches that stood, twenty decisions of people of which half were proposed rightly."""
    margin = np.linspace(1.0, 0.1, 60)
    right = np.array([True] * 40 + [True, False] * 10)
    fold, weight = np.arange(60) % 5, np.array([0.5] * 40 + [1.0] * 20)
    assert bar(margin, right, fold, 0.95) < margin[29]
    assert bar(margin, right, fold, 0.95, weight) == NEVER
    people = np.array([True] * 60)
    assert bar(margin, people, fold, 0.95, weight) == pytest.approx(margin[-1])


def test_a_lesson_of_less_weight_gives_way_to_one_of_more() -> None:
    written = ["路灯坏了"] * 20 + ["补课收费"] * 20
    truth = np.array([0] * 10 + [1] * 10 + [2] * 20)
    counted = training.count(written)
    for strong, said in ((slice(0, 10), 0), (slice(10, 20), 1)):
        weight = np.full(40, 0.5)
        weight[strong] = 1.0
        fitted = training.fit(counted, truth, LABELS, weight=weight)
        assert training.judge(fitted, counted)[0].argmax() == said
