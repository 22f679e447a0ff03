// Pieces of the page that the persona form is put together from: lists that keep what stays, questions, menus.
import { el } from "./shared.js";

const STOPS = "button:not(:disabled), input, select, textarea, [tabindex='0']";

/**
 * Brings the children of `parent` in line with `items` ({key, sig, make, update}): a child whose `sig` is the same stays
 * as it is, with its focus and what is typed in it; another one is made anew, and the focus goes to its twin (data-f).
 */
export function keyed(parent, items) {
  const old = new Map([...parent.children].map((child) => [child.dataset.at, child]));
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const home = focused && [...parent.children].find((child) => child.contains(focused));
  const place = home ? [...parent.children].indexOf(home) : -1;
  const wanted = items.map(({ key, sig, make, update }) => {
    let node = old.get(key);
    if (!node || signatures.get(node) !== sig) {
      node = make();
      node.dataset.at = key;
      signatures.set(node, sig);
    }
    update?.(node);
    return node;
  });
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let cursor = parent.firstElementChild;
  for (const node of wanted) {
    if (cursor === node) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  if (!focused || focused === document.activeElement) return;
  const twin = wanted.find((node) => node.dataset.at === home.dataset.at) ?? wanted[Math.min(place, wanted.length - 1)];
  const named = focused.dataset.f && twin?.querySelector(`[data-f="${CSS.escape(focused.dataset.f)}"]:not(:disabled)`);
  (focused.isConnected ? focused : named || twin?.querySelector(STOPS))?.focus({ preventScroll: true });
}

const signatures = new WeakMap();

/** Text in an element, written only where it differs, so that nothing is read out twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** The options of a choice, and which one is taken. */
export function fill(select, options, value) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(...options.map(([key, name]) => el("option", { value: key }, name)));
    select.dataset.options = wanted;
  }
  if (select.value !== value) select.value = value;
}

/** Ctrl+Enter saves (with `line`, Enter alone), Escape leaves. */
export function onSubmit(field, { save, leave, line = false }) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (line || event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** A name set apart, so that what turns the direction of its letters does not turn the sentence around it. */
export function isolate(text) {
  return `\u2068${text}\u2069`;
}

/** The first words of a text. */
export function shorten(text, most = 60) {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join("").trimEnd()}…`;
}

/**
 * A question over the form. `buttons` are [label, action, main]; an action that returns false leaves it open.
 * Escape, a click beside it, and every button close it; the focus goes back to where it was.
 */
export function dialog(root, id, { title, body = [], buttons, first = null, home = null }) {
  const before = document.activeElement;
  const heading = el("h3", { id }, title);
  const close = () => {
    shade.remove();
    // Where the focus was may be gone by what was done.
    if (before?.isConnected) before.focus();
    else (home?.() ?? root.querySelector(STOPS))?.focus();
  };
  const made = buttons.map(([label, action, main]) =>
    el("button", { type: "button", class: main ? "cjm-main" : "", onclick: () => action?.() !== false && close() }, label),
  );
  const box = el(
    "div",
    { class: "pf-dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": id },
    heading,
    ...body,
    el("div", { class: "pf-bar" }, ...made),
  );
  const shade = el("div", { class: "pf-shade", onclick: (event) => event.target === shade && close() }, box);
  shade.addEventListener("keydown", (event) => {
    const stops = [...box.querySelectorAll(STOPS)];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") {
      const at = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
      stops[(at + stops.length) % stops.length].focus();
    } else if (event.key === "Enter" && event.target.matches("input[type=text]")) made.find((one) => one.className)?.click();
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  });
  root.append(shade);
  // In a long form the question comes to where the person is.
  const from = (before?.getBoundingClientRect().top ?? 0) - root.getBoundingClientRect().top;
  box.style.marginTop = `${Math.max(0, Math.min(from - 80, root.clientHeight - box.offsetHeight - 60))}px`;
  (first ?? made.at(-1)).focus({ preventScroll: true });
  box.scrollIntoView({ block: "nearest" });
  return close;
}

/** A menu at an element of the form: `items` are [label, action, disabled]. */
export function menu(root, at, label, items) {
  root.querySelector(".pf-menu")?.remove();
  let open = true;
  const close = (back = true) => {
    if (!open) return;
    open = false; // taking it away takes its focus, which closes it too
    if (back && at.isConnected) at.focus({ preventScroll: true });
    list.remove();
  };
  const rows = items.map(([name, action, disabled]) =>
    el(
      "li",
      {
        role: "menuitem", tabindex: "-1", "aria-disabled": disabled ? "true" : null,
        onclick: () => {
          if (disabled) return;
          close();
          action();
        },
      }, // prettier-ignore
      el("bdi", {}, name),
    ),
  );
  const list = el("ul", { class: "pf-menu", role: "menu", "aria-label": label }, ...rows);
  list.addEventListener("keydown", (event) => {
    const now = rows.indexOf(document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) rows[(to + rows.length) % rows.length].focus();
    else if (event.key === "Enter" || event.key === " ") document.activeElement.click();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else {
      const letter = event.key.toLowerCase();
      rows.find((row, n) => n > now && row.textContent.toLowerCase().startsWith(letter))?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("focusout", (event) => !list.contains(event.relatedTarget) && close(false));
  const [frame, box] = [root.getBoundingClientRect(), at.getBoundingClientRect()];
  list.style.left = `${Math.max(0, Math.min(box.left - frame.left + 16, frame.width - 280))}px`;
  list.style.top = `${box.bottom - frame.top + 2}px`;
  root.append(list);
  rows[0]?.focus({ preventScroll: true });
}
