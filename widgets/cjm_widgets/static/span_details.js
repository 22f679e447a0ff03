// The panel of the chosen coding: what it is, why the machine made it, and everything that can be changed about it.

import { el, format, guid, safeColour } from "./shared.js";
import { signed } from "./span_paint.js";

// Draws the panel anew. What is being typed in it stays, and so does the focus.
export function drawDetails(pane) {
  const { panel: node, words } = pane;
  const coding = pane.chosen();
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.part : null;
  const shown = coding ? ofCoding(pane, coding) : [el("p", { class: "cjm-quiet" }, words.nothing_chosen)];
  const interview = pane.doc ? memosOn(pane, "transcript", pane.doc.id, words.memos_transcript) : null;
  node.replaceChildren(el("h3", {}, words.details), ...shown, interview ?? "");
  const about = `${pane.doc?.id} ${coding?.guid}`;
  if (about !== node.dataset.about && pane.isScrolled) {
    pane.details.scrollTop = 0;
    pane.isScrolled = false;
  }
  node.dataset.about = about;
  if (held) node.querySelector(`[data-part="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function ofCoding(pane, coding) {
  const { words } = pane;
  const code = pane.code(coding.code);
  const by = [[words.coder, pane.isMachine(coding) && coding.status === 0 ? null : coding.coder]];
  if (coding.score !== null) by.push([words.score, pane.percent(coding.score)]);
  if (coding.why) by.push([words.reason, coding.why]);
  if (coding.source) by.push([words.source, coding.source]);
  return [
    el(
      "div",
      { class: "cjm-chosen", style: { "--c": safeColour(code.colour, "#777777") } },
      el("strong", {}, code.full),
      el("span", { class: `cjm-status cjm-s${coding.status}` }, words[`status_${coding.status}`]),
      el("blockquote", {}, pane.quote(coding, 400)),
      code.definition ? el("p", { class: "cjm-quiet" }, code.definition) : null,
    ),
    buttons(pane, coding),
    fields(pane, coding),
    el("dl", {}, ...by.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))),
    memosOn(pane, "coding", coding.guid, words.memos_coding),
    history(pane, coding),
  ];
}

function button(part, text, act, more = {}) {
  return el("button", { type: "button", dataset: { part }, class: "cjm-button", onclick: act, ...more }, text);
}

function buttons(pane, coding) {
  const { words } = pane;
  const run = (name) => () => pane.run(name);
  const open = coding.status === 0;
  const lost = coding.status === 3;
  return el(
    "div",
    { class: "cjm-buttons" },
    open || coding.status === 2 ? button("accept", words.accept, run("accept"), { class: "cjm-button cjm-primary" }) : null,
    open ? button("reject", words.reject, run("reject")) : null,
    lost ? button("place", words.place_again, () => pane.beginPlacing(coding.guid)) : null,
    button("code", words.change_code, run("code")),
    open ? null : button("remove", words.remove, run("remove")),
    pane.model.get("mapping") && coding.status < 2 ? button("map", words.put_on_map, () => pane.op("offer", { guid: coding.guid })) : null,
  );
}

function fields(pane, coding) {
  const { words } = pane;
  const choice = (part, name, value, options, act) =>
    el(
      "label",
      { class: "cjm-pair" },
      el("span", {}, name),
      el(
        "select",
        { dataset: { part }, class: "cjm-field", onchange: (event) => act(event.target.value) },
        ...options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
      ),
    );
  const values = [["", words.none], ...[2, 1, 0, -1, -2].map((n) => [String(n), signed(n)])];
  const set = (field) => (value) => pane.change(coding, { [field]: value === "" ? null : field === "valence" ? Number(value) : value });
  const step = (part, sign, name, act) => button(part, sign, () => pane.run(act), { "aria-label": name, title: name });
  const ends = el(
    "div",
    { class: "cjm-pair" },
    el("span", {}, words.words),
    el(
      "span",
      { class: "cjm-ends", role: "group", "aria-label": words.words },
      step("s-", "⇤", words.widen_start, "widenStart"),
      step("s+", "→", words.narrow_start, "narrowStart"),
      el("span", { class: "cjm-gap", "aria-hidden": "true" }, "…"),
      step("e-", "←", words.narrow_end, "narrowEnd"),
      step("e+", "⇥", words.widen_end, "widenEnd"),
    ),
  );
  return el(
    "div",
    { class: "cjm-pairs" },
    choice("valence", words.valence, coding.valence === null ? "" : String(coding.valence), values, set("valence")),
    choice("stage", words.stage, coding.stage ?? "", [["", words.none], ...pane.stages], set("stage")),
    coding.status === 3 ? null : ends,
  );
}

// Memos on one thing, each in a field of its own, and an empty one for the next.
function memosOn(pane, on, target, title) {
  const { words } = pane;
  const memos = [...pane.doc.memos.values()].filter((memo) => memo.on === on && memo.target === target);
  const box = (memo) => {
    const key = memo?.guid ?? `new:${on}:${target}`;
    const name = memo ? `${title}, ${memo.coder}` : words.new_memo;
    const area = el("textarea", {
      class: "cjm-field", rows: memo ? "3" : "2", dataset: { part: `memo:${key}`, new: memo ? null : on }, dir: "auto",
      "aria-label": name, placeholder: memo ? null : words.new_memo,
      oninput: () => pane.drafts.set(key, area.value),
      onkeydown: (event) => {
        // Either way what is written is saved: leaving the field does it too.
        const isDone = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (isDone) save();
        if (isDone || event.key === "Escape") pane.focusCurrent();
      },
      onblur: () => save(),
    });
    if (!memo) delete area.dataset.new;
    area.value = pane.drafts.get(key) ?? memo?.text ?? "";
    const save = () => {
      const text = pane.drafts.get(key);
      if (text === undefined || text === memo?.text || (!text.trim() && !memo)) return;
      pane.drafts.delete(key);
      if (!text.trim()) pane.op("remove_memo", { guid: memo.guid });
      else pane.op("memo", { guid: memo?.guid ?? guid(), on, target, text: text.trim() });
      pane.say(text.trim() ? words.said_memo : words.said_memo_removed);
    };
    return el(
      "div",
      { class: "cjm-memo" },
      memo ? el("span", { class: "cjm-quiet" }, memo.coder) : null,
      area,
      el(
        "span",
        { class: "cjm-buttons" },
        button(`save:${key}`, words.save, save),
        memo ? button(`drop:${key}`, words.remove, () => pane.op("remove_memo", { guid: memo.guid })) : null,
      ),
    );
  };
  return el("section", { class: "cjm-memos" }, el("h4", {}, title), ...memos.map(box), box(null));
}

function history(pane, coding) {
  const { words } = pane;
  const list = el("ol", { class: "cjm-history" });
  const show = async () => {
    try {
      const { history: lines } = await pane.client.ask("history", { guid: coding.guid });
      const when = new Intl.DateTimeFormat(words.lang, { dateStyle: "medium", timeStyle: "short" });
      list.replaceChildren(
        ...lines.map(([at, coder, what]) => {
          const day = new Date(at);
          const date = Number.isNaN(day.getTime()) ? at : when.format(day);
          return el("li", {}, el("span", { class: "cjm-quiet" }, `${date} · ${coder}`), el("div", {}, what));
        }),
      );
    } catch (error) {
      pane.tell(format(words, "said_refused", { message: error.message }));
    }
  };
  return el(
    "details",
    { class: "cjm-fold", ontoggle: (event) => event.target.open && show() },
    el("summary", { dataset: { part: "history" } }, words.history),
    list,
  );
}
