// The fields of the panels beside a journey map. Each hands on what was chosen as soon as it is chosen or left.
import { el } from "./shared.js";

/** A text of one line, or of several with `rows`. */
export function textField(label, value, set, { rows = 0, type = "text", name = "" } = {}) {
  const attrs = { value: value ?? "", dir: "auto", dataset: { field: name } };
  const field = rows ? el("textarea", { ...attrs, rows: String(rows) }) : el("input", { ...attrs, type });
  let before = field.value;
  field.addEventListener("change", () => {
    const text = field.value.trim();
    if (text === before) return;
    before = text;
    set(text);
  });
  return labelled(label, field);
}

/** One of several; `options` are [value, label], the value "" stands for null. */
export function choiceField(label, value, options, set, { name = "" } = {}) {
  const field = el("select", { dataset: { field: name } }, ...options.map(([key, text]) => el("option", { value: key }, text)));
  const now = value ?? "";
  if (![...field.options].some((one) => one.value === String(now))) field.append(el("option", { value: now }, String(now)));
  field.value = String(now);
  field.addEventListener("change", () => set(field.value === "" ? null : field.value));
  return labelled(label, field);
} // prettier-ignore

/** Some of several: `options` are [value, label]. */
export function checkField(label, chosen, options, set, { empty = "", name = "" } = {}) {
  const now = new Set(chosen);
  const box = ([value, text]) => {
    const input = el("input", { type: "checkbox", value });
    input.checked = now.has(value);
    input.addEventListener("change", () => {
      if (input.checked) now.add(value);
      else now.delete(value);
      set([...now]);
    });
    return el("label", { class: "jf-check" }, input, el("span", { dir: "auto" }, text));
  };
  const body = options.length ? options.map(box) : [el("p", { class: "cjm-quiet" }, empty)];
  return el("fieldset", { class: "jf-checks", dataset: { field: name } }, el("legend", {}, label), ...body);
}

/** Whether something holds. */
export function tickField(label, value, set, { name = "" } = {}) {
  const input = el("input", { type: "checkbox", dataset: { field: name } });
  input.checked = Boolean(value);
  input.addEventListener("change", () => set(input.checked));
  return el("label", { class: "jf-check" }, input, el("span", {}, label));
}

/** How long something takes: {low, high, unit, source} or null; `set` hears the whole of it. */
export function frameField(words, language, frame, set) {
  const { low, high, unit, source } = { low: "", high: "", unit: "days", source: "", ...(frame ?? {}) };
  const figure = (name, value) => labelled(words[name], el("input", { type: "number", min: "0", step: "any", value: value ?? "", dataset: { field: name } }));
  const units = UNITS.map((one) => [one, unitName(language, one)]);
  const change = () => {
    const said = Object.fromEntries([...node.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field.value.trim()]));
    if (said.low === "") {
      if (frame) set(null);
    } else set({ low: Number(said.low), high: said.high === "" ? null : Number(said.high), unit: said.unit, source: said.source });
  };
  const node = el("fieldset", { class: "jf-frame" }, el("legend", {}, words.time_frame), figure("low", low), figure("high", high),
    choiceField(words.unit, unit, units, () => {}, { name: "unit" }), textField(words.source, source, () => {}, { name: "source" }));
  node.addEventListener("change", change);
  return node;
} // prettier-ignore

const UNITS = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

/** The name of a unit of time in a language. */
export function unitName(language, unit) {
  const format = new Intl.NumberFormat(language, { style: "unit", unit: unit.slice(0, -1), unitDisplay: "long" });
  return format.formatToParts(10).find((part) => part.type === "unit").value;
}

/** How long something takes, in words: "2–5 days"; "" where nobody said. */
export function frameText(language, frame) {
  if (!frame) return "";
  const format = new Intl.NumberFormat(language, { style: "unit", unit: frame.unit.slice(0, -1), unitDisplay: "long", maximumFractionDigits: 1 });
  return frame.high === null || frame.high === frame.low ? format.format(frame.low) : format.formatRange(frame.low, frame.high);
} // prettier-ignore

export function labelled(label, field) {
  return el("label", { class: "jf-field" }, el("span", {}, label), field);
}
