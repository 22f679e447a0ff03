// A form of a few words, to try the messages with: a list of entries that can be added, changed and refused.
import { announcer, connect, el, holdKeys, safeColour, savedMark } from "./shared.js";

function render({ model, el: host }) {
  const words = model.get("words");
  const mark = savedMark(words);
  const said = announcer();
  const list = el("ul", { "aria-label": words.title });
  const field = el("input", { "aria-label": words.field });
  const add = el("button", { type: "button", onclick: () => put(field.value) }, words.add);
  const error = el("p", { class: "cjm-error", role: "alert", hidden: true });
  const root = el("div", { class: "cjm", lang: model.get("lang") }, field, add, mark.node, list, error, said.node);
  const release = holdKeys(root);
  host.append(root);
  const entries = new Map();
  let drawn = 0;

  function draw(id, entry, state) {
    entries.get(id)?.remove();
    entries.delete(id);
    if (!entry) return;
    const style = { "border-left": `4px solid ${safeColour(entry.colour, "#777777")}` };
    const row = el("li", { dataset: { id, state }, style }, el("bdi", {}, entry.text));
    entries.set(id, row);
    list.append(row);
  }

  function drawPending(pending) {
    for (const { op, args } of pending) if (op === "put") draw(args.id, args, "pending");
  }

  const kernel = connect(model, {
    onState(content, { pending }) {
      drawn += 1;
      list.replaceChildren();
      entries.clear();
      for (const [id, entry] of Object.entries(content.entries)) draw(id, entry, "saved");
      drawPending(pending);
      root.dataset.ready = drawn;
    },
    onDelta(content, { pending }) {
      for (const [id, entry] of Object.entries(content.entries)) draw(id, entry, "saved");
      drawPending(pending);
    },
    onReject(id, message, entry) {
      error.hidden = false;
      error.textContent = message;
      if (entry?.args.stay) draw(entry.args.id, null);
      return entry?.args.stay;
    },
    onStatus: (status, n) => {
      mark.show(status);
      root.dataset.status = status;
      root.dataset.pending = n;
    },
    onAnswer: (id, content) => said.say(content.said),
  });

  function put(text, more = {}) {
    const args = { id: text, text, ...more };
    draw(args.id, args, "pending");
    return kernel.op("put", args);
  }

  root.kernel = kernel;
  root.put = put;
  return () => {
    kernel.destroy();
    release();
    root.remove();
  };
}

export default { render };
