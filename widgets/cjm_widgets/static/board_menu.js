// A small menu beside a button.
import { el } from "./shared.js";

/**
 * Opens a menu of `entries`, [label, action] each, in `root` (positioned) beside `button`. `close` takes it away; it is
 * called when the menu is left, and Escape leads back to the button.
 */
export function openMenu(root, entries, label, button, close) {
  const items = entries.map(([name, action]) => el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: action }, name)); // prettier-ignore
  const menu = el("div", { class: "bd-menu", role: "menu", "aria-label": label }, ...items);
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -at, End: items.length - 1 - at }[event.key];
    if (step !== undefined) items[(at + step + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") {
      close();
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget) && document.hasFocus()) close();
  });
  root.append(menu);
  place(menu, root.getBoundingClientRect(), button.getBoundingClientRect());
  items[0]?.focus({ preventScroll: true });
  menu.scrollIntoView({ block: "nearest" });
  return menu;
}

/** Below the button where there is room in the board, else above it. */
function place(menu, root, at) {
  const left = Math.max(0, Math.min(at.left - root.left, root.width - menu.offsetWidth));
  const below = at.bottom - root.top;
  const fits = below + menu.offsetHeight <= root.height;
  const top = fits ? below : Math.max(0, at.top - root.top - menu.offsetHeight);
  Object.assign(menu.style, { left: `${left}px`, top: `${top}px` });
}
