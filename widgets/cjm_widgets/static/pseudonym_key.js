// The key of a study: made or opened with a passphrase, and the last question before everything is replaced.
import { el, format } from "./shared.js";

/**
 * The box with the key. `ask(name, args, onWork)` goes to the kernel and is kept nowhere: a passphrase must not lie in the
 * page's storage.
 */
export class KeyBox {
  constructor({ words, id, ask, onDone }) {
    this.words = words;
    this.ask = ask;
    this.onDone = onDone;
    const heading = el("h3", { id: `${id}-key` }, this.t("key"));
    this.body = el("div", { class: "pr-key-body" });
    this.node = el("section", { class: "pr-key", "aria-labelledby": heading.id }, heading, this.body);
    this.shown = "";
  }

  t(key, fields = {}) {
    return format(this.words, key, fields);
  }

  paint(content) {
    this.content = content;
    const look = JSON.stringify(content.key);
    if (this.apply) this.apply.disabled = !content.going;
    if (this.shown === look) return;
    this.shown = look;
    const { path, state } = content.key;
    const said = [el("p", {}, this.t(`key_${state}`)), el("p", { class: "cjm-quiet" }, this.t("key_at", { path: `\u2068${path}\u2069` }))];
    this.apply = el("button", { type: "button", class: "cjm-main", disabled: !content.going, onclick: () => this.confirm() }, this.t("apply"));
    this.body.replaceChildren(...said, state === "open" ? el("div", { class: "pr-bar" }, this.apply) : this.form(state));
  }

  form(state) {
    const field = (key) =>
      el("input", { type: "password", autocomplete: "off", spellcheck: "false", "aria-label": this.t(key), placeholder: this.t(key) });
    const first = field("passphrase");
    const again = state === "new" ? field("passphrase_again") : null;
    const error = el("p", { class: "cjm-error", role: "alert" });
    const send = el("button", { type: "submit", class: "cjm-main" }, this.t(state === "new" ? "make_key" : "open_key"));
    const submit = async (event) => {
      event.preventDefault();
      error.textContent = "";
      if (again && again.value !== first.value) {
        error.textContent = this.t("differ");
        again.focus();
        return;
      }
      const passphrase = first.value;
      send.disabled = true;
      try {
        await this.ask("unlock", { passphrase });
        first.value = "";
        if (again) again.value = "";
      } catch (failure) {
        error.textContent = failure.message;
        first.focus();
      }
      send.disabled = false;
    };
    const hint = state === "new" ? el("p", {}, this.t("key_lost")) : null;
    return el("form", { onsubmit: submit, autocomplete: "off" }, hint, el("div", { class: "pr-bar" }, first, again, send), error);
  }

  /** The question that comes before everything is replaced. */
  confirm() {
    const before = document.activeElement;
    const heading = el("h3", { id: `${this.node.getAttribute("aria-labelledby")}-sure` }, this.t("sure_title"));
    const understood = el("input", { type: "checkbox" });
    const error = el("p", { class: "cjm-error", role: "alert" });
    const go = el("button", { type: "button", class: "cjm-main", disabled: true }, this.t("do_it"));
    const cancel = el("button", { type: "button" }, this.t("cancel"));
    understood.addEventListener("change", () => (go.disabled = !understood.checked));
    const meter = el("progress", { class: "pr-work", hidden: true, "aria-label": this.t("doing") });
    const { going, open } = this.content;
    const box = el(
      "div",
      { class: "pr-dialog", role: "alertdialog", "aria-modal": "true", "aria-labelledby": heading.id },
      heading,
      el("p", {}, this.t("sure_text", { n: going })),
      open ? el("p", {}, this.t("sure_open", { n: open })) : null,
      el("label", { class: "pr-check" }, understood, " ", this.t("sure_copy")),
      el("div", { class: "pr-bar" }, go, cancel),
      meter,
      error,
    );
    const shade = el("div", { class: "pr-shade" }, box);
    const close = () => {
      shade.remove();
      before?.focus();
    };
    cancel.addEventListener("click", close);
    go.addEventListener("click", async () => {
      [go.disabled, cancel.disabled, go.textContent] = [true, true, this.t("doing")];
      error.textContent = "";
      meter.removeAttribute("value"); // it moves without end until it is known how much there is to do
      meter.hidden = false;
      try {
        const { report } = await this.ask("apply", {}, (done, total) => {
          if (total > 0) [meter.max, meter.value] = [total, done];
        });
        close();
        this.onDone(report);
      } catch (failure) {
        error.textContent = failure.message;
        meter.hidden = true;
        [go.disabled, cancel.disabled, go.textContent] = [false, false, this.t("do_it")];
      }
    });
    shade.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !cancel.disabled) close();
      else if (event.key === "Tab") {
        const stops = [understood, go, cancel].filter((stop) => !stop.disabled);
        const at = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
        stops[(at + stops.length) % stops.length]?.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.node.parentNode.append(shade);
    understood.focus();
  }
}
