"""The messages between a form and its page: the Python half alone, and both halves together on a bare page."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cjm_research import Study
from cjm_research.i18n import using_language
from cjm_widgets._base import STATIC, StudyWidget, bundle, join_module
from tests.widgets.demo import ListChanges, ListForm, list_study

TRAITS_OF_A_WIDGET = {"layout", "tabbable", "tooltip"}


def form(study: Any = None) -> tuple[ListForm, list[dict]]:
    widget = ListForm(study or list_study())
    sent: list[dict] = []
    widget.send = lambda content, buffers=None: sent.append(json.loads(json.dumps(content)))
    return widget, sent


def tell(widget: ListForm, **message: Any) -> None:
    widget._handle_custom_msg(message, [])


def op(widget: ListForm, number: str, **args: Any) -> None:
    tell(widget, type="op", id=number, op="put", args=args)


# Python alone


def test_sync_answers_with_everything():
    widget, sent = form()
    widget.study.store.put("a", {"text": "A"})
    tell(widget, type="sync", id="s", revision=-1)
    assert sent == [{"type": "state", "revision": 1, "content": {"entries": {"a": {"text": "A"}}}, "sync": "s"}]


def test_sync_of_a_page_that_knows_the_beginning_gets_the_rest():
    widget, sent = form()
    widget.study.store.put("a", {"text": "A"})
    widget.study.store.put("b", {"text": "B"})
    tell(widget, type="sync", id="s", revision=1)
    assert sent[0]["type"] == "delta"
    assert (sent[0]["from"], sent[0]["revision"], sent[0]["sync"]) == (1, 2, "s")
    assert sent[0]["content"] == {"entries": {"b": {"text": "B"}}}


def test_a_page_that_knows_more_than_the_study_gets_everything():
    widget, sent = form()
    tell(widget, type="sync", id="s", revision=99)
    assert sent[0]["type"] == "state"


def test_an_operation_is_done_and_acknowledged_with_what_changed():
    widget, sent = form()
    tell(widget, type="sync", id="s", revision=-1)
    op(widget, "1", id="a", text="A")
    assert sent[1]["ids"] == ["1"]
    assert (sent[1]["from"], sent[1]["revision"]) == (0, 1)
    assert sent[1]["content"]["entries"]["a"]["text"] == "A"
    assert len(sent) == 2


def test_an_operation_before_the_first_sync_is_done_too():
    widget, sent = form()
    op(widget, "1", id="a", text="A")
    assert widget.study.store.entries
    assert sent[0]["ids"] == ["1"]


def test_the_same_operation_sent_twice_is_done_once_and_acknowledged_twice():
    widget, sent = form()
    for _time in range(2):
        op(widget, "twice", id="a", text="A")
    assert widget.study.store.done == [("put", "a")]
    assert [message["ids"] for message in sent] == [["twice"], ["twice"]]


def test_an_operation_that_was_done_by_the_form_of_the_cell_before_is_not_done_again():
    study = list_study()
    op(form(study)[0], "once", id="a", text="A")
    widget, sent = form(study)
    op(widget, "once", id="a", text="A")
    assert study.store.done == [("put", "a")]
    assert sent[0]["ids"] == ["once"]


def test_a_refusal_carries_the_reason():
    widget, sent = form()
    op(widget, "2", id="a", text="no")
    assert sent == [{"type": "reject", "id": "2", "message": "“no” is not wanted."}]


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_fault_of_the_program_is_told_in_general_words(language: str, caplog: pytest.LogCaptureFixture):
    widget, sent = form(list_study(language))
    tell(widget, type="op", id="3", op="surprise", args={})
    assert sent[0]["type"] == "reject"
    assert "surprise" not in sent[0]["message"]
    assert "surprise" in caplog.text


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "op"},
        {"type": "op", "id": 5, "op": "put", "args": {}},
        {"type": "op", "id": "x", "op": ["put"], "args": {}},
        {"type": "op", "id": "x", "op": "put", "args": "text"},
        {"type": "op", "id": "x", "op": "put", "args": {}},
        {"type": "op", "id": "x", "op": "__init__", "args": {}},
        {"type": "nonsense"},
    ],
)
def test_odd_messages_do_nothing(message: dict):
    widget, sent = form()
    widget._handle_custom_msg(message, [])
    widget._handle_custom_msg(["no", "dict"], [])
    assert widget.study.store.done == []
    assert {m["type"] for m in sent} <= {"reject"}


def test_a_question_is_answered_and_is_no_operation():
    widget, sent = form()
    tell(widget, type="op", id="4", op="count", args={}, ask=True)
    assert sent == [{"type": "answer", "id": "4", "content": {"n": 0}}]


def test_changes_by_others_arrive():
    study = list_study()
    (one, sent_one), (other, sent_other) = form(study), form(study)
    for widget in (one, other):
        tell(widget, type="sync", id="s", revision=-1)
    op(one, "1", id="a", text="A")
    study.store.put("b", {"text": "B"})
    assert [m["revision"] for m in sent_one] == [0, 1, 2]
    assert [m["revision"] for m in sent_other] == [0, 1, 2]
    assert sent_other[1]["ids"] == []
    assert sent_one[1]["ids"] == ["1"]


def test_a_form_that_nobody_looks_at_is_silent():
    widget, sent = form()
    widget.study.store.put("a", {"text": "A"})
    assert sent == []
    tell(widget, type="sync", id="s", revision=-1)
    tell(widget, type="bye")
    assert sent[-1] == {"type": "who"}
    widget.study.store.put("b", {"text": "B"})
    assert sent[-1] == {"type": "who"}


def test_interviews_that_came_later_are_shown_though_they_are_no_event():
    widget, sent = form()
    tell(widget, type="sync", id="s", revision=-1)
    widget.study.store.texts += 1
    widget._changed()
    assert [message["type"] for message in sent] == ["state", "state"]


def test_interviews_that_came_with_a_correction_are_shown():
    widget, sent = form()
    tell(widget, type="sync", id="s", revision=-1)
    store = widget.study.store
    store.texts += 2
    store.changes_since = lambda revision: ListChanges(revision + 1, {}, frozenset({("t1", 0)}))
    widget._changed()
    assert [message["type"] for message in sent] == ["state", "delta"]
    store.texts += 2
    store.who = lambda: ("t1", "t2")
    widget._changed()
    assert [message["type"] for message in sent] == ["state", "delta", "state"]


def test_refresh_tells_everything_anew():
    widget, sent = form()
    widget.refresh()
    assert sent == []
    tell(widget, type="sync", id="s", revision=-1)
    widget.refresh()
    assert [message["type"] for message in sent] == ["state", "state"]


def test_a_closed_form_listens_no_more():
    widget, sent = form()
    tell(widget, type="sync", id="s", revision=-1)
    widget.close()
    widget.study.store.put("a", {"text": "A"})
    assert len(sent) == 1
    assert widget.study.store._subscribers == []


def test_two_forms_in_two_threads_cannot_block_each_other():
    study = list_study()
    forms = [form(study)[0] for _number in range(2)]
    for widget in forms:
        tell(widget, type="sync", id="s", revision=-1)

    def work(widget: ListForm, name: str) -> None:
        for number in range(200):
            op(widget, f"{name}{number}", id=f"{name}{number}", text="A")

    threads = [threading.Thread(target=work, args=(w, n), daemon=True) for w, n in zip(forms, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert len(study.store.entries) == 400
    assert all(widget._revision == study.store.revision() for widget in forms)


def test_repr_is_steady_and_counts():
    widget, _sent = form()
    assert repr(widget) == "ListForm(0 entries)"


def test_no_content_is_in_the_traits():
    study = list_study()
    study.store.put("a", {"text": "said in confidence"})
    widget = ListForm(study, coder="anna")
    state = {name: value for name, value in widget.get_state().items() if name not in {"_esm", "_css"}}
    assert "confidence" not in json.dumps(state, default=str)
    own = {name for name in state if not name.startswith("_")} - TRAITS_OF_A_WIDGET
    assert own == {"words", "lang", "study_key"}


def test_the_key_tells_studies_and_coders_apart():
    study, other = list_study(), list_study()
    other.store.location = "other"
    keys = {ListForm(s, coder=c).study_key for s in (study, other) for c in ("anna", "ben")}
    assert len(keys) == 4
    assert ListForm(study, coder="anna").study_key in keys


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_words_are_those_of_the_study_or_of_the_language_in_force(language: str):
    widget = ListForm(list_study(language))
    assert widget.lang == widget.words["lang"] == "en"  # the tests have chosen English
    with using_language(language):
        widget = ListForm(list_study("en"))
    assert widget.lang == widget.words["lang"] == language
    assert {"saved", "saving", "unsaved", "silent", "title"} <= set(widget.words)


def test_a_real_study_speaks_the_same_messages(tmp_path: Path):
    talk = tmp_path / "talk.txt"
    talk.write_text("Interviewer: What happened?\nP1: I waited two weeks for the courier.\n", encoding="utf-8")
    study = Study.create(tmp_path / "study", languages=["en"])
    study.import_transcripts(talk, language="en")

    class Counter(ListForm):
        def state(self) -> dict[str, Any]:
            return {"n": len(self.study.codings)}

        def delta(self, changes: Any) -> dict[str, Any]:
            return {"guids": sorted(changes.codings)}

    widget = Counter(study)
    sent: list[dict] = []
    widget.send = lambda content, buffers=None: sent.append(content)
    tell(widget, type="sync", id="s", revision=-1)
    coding = study.add_coding("talk", 1, "two weeks", kind="pain_point")
    assert sent[-1]["content"] == {"guids": [coding.guid]}
    talk.with_name("other.txt").write_text("P2: I gave up.\n", encoding="utf-8")
    study.import_transcripts(talk.with_name("other.txt"), language="en")
    assert sent[-1]["type"] == "state"


def test_forms_say_what_they_must_define():
    widget = StudyWidget(list_study())
    for call in (widget.state, lambda: widget.delta(None), lambda: widget.do("a", {})):
        with pytest.raises(NotImplementedError):
            call()
    assert repr(widget) == "StudyWidget()"


# The files of the page


def test_bundle_is_one_module_without_imports():
    for path in sorted(STATIC.glob("*.js")):
        esm, css = bundle(path.stem)
        assert re.search(r"^import\b|from \"\./", esm, re.MULTILINE) is None, path.name
        assert len(re.findall(r"^const \$shared = ", esm, re.MULTILINE)) <= 1, path.name
        assert ".cjm" in css


@pytest.mark.browser
def test_bundles_load_as_modules_that_draw(browser):
    page = browser.new_page()
    forms = [path for path in sorted(STATIC.glob("*.js")) if "export default" in path.read_text(encoding="utf-8")]
    assert forms
    load = """async (text) => {
        const module = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
        return typeof module.default.render;
    }"""
    assert {path.stem: page.evaluate(load, bundle(path.stem).esm) for path in forms} == {
        path.stem: "function" for path in forms
    }
    page.close()


def test_names_of_shared_code_do_not_meet_those_of_a_form():
    esm = join_module('import { el, guid as newName } from "./shared.js";\nclass View {}\nexport default {};\n')
    assert "const { el, guid: newName } = $shared;\nclass View {}" in esm
    assert "export function" not in esm
    assert esm.count("codePointIndex") >= 2


def test_what_a_page_says_comes_from_python():
    """No sentence stands in a module: a capital letter, a space and another word between quotes would be one."""
    sentence = re.compile(r"""(["'`])[A-Z][a-z]+ [a-z][^"'`\n]*\1""")
    found = []
    for path in sorted(STATIC.glob("*.js")):
        code = re.sub(r"/\*.*?\*/|^\s*//.*?$|\s//\s.*?$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
        found += [f"{path.name}: {match[0]}" for match in sentence.finditer(code)]
    assert found == []


def test_the_files_of_the_page_ship_with_the_package(root: Path):
    from hatchling.builders.wheel import WheelBuilder

    shipped = {file.distribution_path for file in WheelBuilder(str(root)).recurse_included_files()}
    assert {f"cjm_widgets/static/{path.name}" for path in STATIC.iterdir()} <= shipped


# Both halves on a bare page


def entries(view: Any) -> list[tuple[str, str]]:
    return view.locator("li").evaluate_all("rows => rows.map((row) => [row.textContent, row.dataset.state])")


def put(view: Any, text: str, **more: Any) -> None:
    view.locator(".cjm").evaluate("(root, [text, more]) => { root.put(text, more); }", [text, more])


def wait(view: Any, status: str) -> None:
    view.locator(f".cjm[data-status={status}][data-ready]").wait_for()


@pytest.mark.browser
def test_what_is_typed_is_seen_at_once_and_then_saved(pane):
    shown = pane(ListForm(list_study()))
    wait(shown.root, "saved")
    shown.kill()
    shown.root.locator("input").fill("first")
    shown.root.locator("button").click()
    assert entries(shown.root) == [["first", "pending"]]
    wait(shown.root, "saving")
    assert shown.root.locator(".cjm-saved").inner_text() == "Saving…"
    shown.revive()
    shown.root.locator("input").fill("second")
    shown.root.locator("button").click()
    shown.root.locator("li[data-id=second][data-state=saved]").wait_for()
    assert list(shown.widget.study.store.entries) == ["second"]


@pytest.mark.browser
@pytest.mark.parametrize("stay", [True, False])
def test_what_is_refused_is_taken_back(pane, stay: bool):
    study = list_study()
    study.store.put("kept", {"text": "kept"})
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    put(shown.root, "no way", stay=stay)
    shown.root.locator("[role=alert]", has_text="is not wanted").wait_for()
    shown.root.locator("li[data-state=pending]").wait_for(state="detached")
    wait(shown.root, "saved")
    assert entries(shown.root) == [["kept", "saved"]]
    assert shown.root.locator(".cjm").get_attribute("data-ready") == ("1" if stay else "2")


@pytest.mark.browser
def test_a_second_view_and_other_forms_follow(pane):
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    second = shown.add_view()
    wait(second, "saved")
    put(shown.root, "from the first view")
    second.get_by_text("from the first view").wait_for()
    put(second, "from the second")
    shown.root.locator("li[data-state=saved]", has_text="from the second").wait_for()
    study.store.put("x", {"text": "from elsewhere"})
    for view in (shown.root, second):
        view.get_by_text("from elsewhere").wait_for()
        assert view.locator(".cjm").get_attribute("data-ready") == "1"
    shown.remove_view(0)
    study.store.put("y", {"text": "after one view went"})
    shown.root.get_by_text("after one view went").wait_for()


@pytest.mark.browser
def test_a_message_that_was_lost_is_noticed_and_made_good(pane):
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    shown.kill()
    study.store.put("lost", {"text": "lost"})
    shown.revive()
    study.store.put("next", {"text": "next"})
    shown.root.get_by_text("lost").wait_for()
    assert entries(shown.root) == [["lost", "saved"], ["next", "saved"]]
    assert shown.root.locator(".cjm").get_attribute("data-ready") == "1"


@pytest.mark.browser
def test_what_a_dead_kernel_did_not_save_is_saved_by_the_next_one_once(pane):
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    shown.kill()
    put(shown.root, "one")
    put(shown.root, "two")
    again = ListForm(study)
    shown.run_again(again)
    wait(shown.root, "saved")
    shown.root.locator("li[data-state=saved]", has_text="two").wait_for()
    assert study.store.done == [("put", "one"), ("put", "two")]
    assert entries(shown.root) == [["one", "saved"], ["two", "saved"]]
    shown.reload()
    wait(shown.root, "saved")
    assert study.store.done == [("put", "one"), ("put", "two")]


@pytest.mark.browser
def test_what_was_saved_though_nobody_heard_is_not_saved_twice(pane):
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    shown.kill(after_work=True)
    put(shown.root, "one")
    shown.run_again(ListForm(study))
    wait(shown.root, "saved")
    shown.root.locator("li[data-state=saved]", has_text="one").wait_for()
    assert study.store.done == [("put", "one")]


@pytest.mark.browser
def test_what_was_not_saved_survives_a_reload_of_the_page(pane):
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    shown.kill()
    put(shown.root, "one")
    shown.revive()
    shown.reload()
    shown.root.locator("li[data-state=saved]", has_text="one").wait_for()
    wait(shown.root, "saved")
    assert study.store.done == [("put", "one")]
    assert shown.page.evaluate("sessionStorage.length") == 0


@pytest.mark.browser
def test_a_step_back_is_not_taken_again(pane):
    study = list_study()
    study.store.put("kept", {"text": "kept"})
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    shown.kill()
    shown.root.locator(".cjm").evaluate("(root) => { root.kernel.op('undo'); }")
    shown.run_again(ListForm(study))
    wait(shown.root, "saved")
    assert entries(shown.root) == [["kept", "saved"]]


@pytest.mark.browser
def test_a_kernel_that_does_not_answer_is_seen_and_asked_again(pane):
    study = list_study()
    shown = pane(ListForm(study))
    shown.page.clock.install()
    shown.reload()
    wait(shown.root, "saved")
    shown.kill()
    put(shown.root, "one")
    shown.page.clock.run_for(3500)
    wait(shown.root, "saving")
    shown.page.clock.run_for(2000)
    wait(shown.root, "unsaved")
    assert "kernel" in shown.root.locator(".cjm-saved").inner_text()
    shown.revive()
    shown.page.clock.run_for(20_000)
    wait(shown.root, "saved")
    assert study.store.done == [("put", "one")]
    shown.kill()
    shown.page.clock.run_for(60_000)
    wait(shown.root, "saved")  # nothing to save, so nobody asked


@pytest.mark.browser
def test_questions_and_what_operations_give_back_arrive(pane):
    shown = pane(ListForm(list_study()))
    wait(shown.root, "saved")
    put(shown.root, "one", talk=True)
    shown.root.locator("[aria-live]", has_text="added one").wait_for()
    root = shown.root.locator(".cjm")
    assert root.evaluate("(root) => root.kernel.ask('count')") == {"n": 1}
    assert "not" in root.evaluate("(root) => root.kernel.ask('put', {id: 'a', text: 'no'}).catch((e) => e.message)")


@pytest.mark.browser
def test_hostile_text_is_only_text(pane):
    study = list_study()
    texts = [
        "<script>window.hit = 1</script>",
        "<img src=x onerror='window.hit = 1'>",
        "\u202egnp.exe",
        "a" * 1_000_000,
    ]
    for number, text in enumerate(texts):
        study.store.put(str(number), {"text": text, "colour": "red;} body {display: none"})
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    assert [text for text, _state in entries(shown.root)] == texts
    assert shown.page.evaluate("window.hit") is None
    assert shown.root.locator("li").first.evaluate("(row) => row.style.borderLeftColor") == "rgb(119, 119, 119)"


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_shared_parts_are_accessible(pane, axe, dark: bool):
    study = list_study()
    study.store.put("a", {"text": "text"})
    shown = pane(ListForm(study), dark=dark)
    wait(shown.root, "saved")
    put(shown.root, "no way")
    shown.root.locator("[role=alert]:not([hidden])").wait_for()
    assert axe(shown.page) == []


@pytest.mark.browser
def test_keys_stay_in_the_form(pane):
    shown = pane(ListForm(list_study()))
    wait(shown.root, "saved")
    shown.page.evaluate("document.addEventListener('keydown', () => { window.leaked = true; })")
    shown.root.locator("input").press("d")
    assert shown.page.evaluate("window.leaked") is None
    assert shown.root.locator("input").input_value() == "d"
    assert shown.root.locator(".cjm[data-lm-suppress-shortcuts=true]").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(1))
def test_whatever_happens_in_between_everything_is_saved_in_its_order(pane, seed: int):
    random = Random(seed)
    study = list_study()
    shown = pane(ListForm(study))
    wait(shown.root, "saved")
    expected: dict[str, str] = {}
    views, dead = 1, False
    for number in range(80):
        act = random.choice(["put"] * 8 + ["elsewhere", "view", "gone", "kill", "deaf", "reload", "again"])
        if act == "put":
            id = f"mine {random.randrange(9)}"
            expected[id] = str(number)
            view = shown.view(random.randrange(views)).locator(".cjm")
            view.evaluate("(root, args) => { root.kernel.op('put', args); }", {"id": id, "text": str(number)})
        elif act == "elsewhere":
            expected[f"other {number}"] = str(number)
            study.store.put(f"other {number}", {"text": str(number)})
        elif act == "view" and not dead:
            wait(shown.add_view(), "saved")
            views += 1
        elif act == "gone" and views > 1:
            shown.remove_view(0)
            views -= 1
        elif act in {"kill", "deaf"} and not dead:
            shown.kill(after_work=act == "deaf")
            dead = True
        elif act in {"reload", "again"}:
            shown.revive()
            shown.reload() if act == "reload" else shown.run_again(ListForm(study))
            views, dead = 1, False
            wait(shown.root, "saved")
    shown.run_again(ListForm(study))
    wait(shown.root, "saved")
    assert {id: entry["text"] for id, entry in study.store.entries.items()} == expected
    shown.page.wait_for_function(
        "(n) => document.querySelectorAll('li').length === n && !document.querySelector('li[data-state=pending]')",
        arg=len(expected),
    )
    shown_texts = shown.root.locator("li").evaluate_all("rows => rows.map((row) => [row.dataset.id, row.textContent])")
    assert dict(shown_texts) == expected
