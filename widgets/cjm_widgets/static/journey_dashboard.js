// The maps of a study to look at. A view comes as a page of its own and is shown in a frame that runs no scripts; a
// click in it asks for the quotes behind what was clicked.
import { connect, el, format, holdKeys } from "./shared.js";

/** The ids of an element and of those around it, the innermost first: what was clicked is one of them. */
export function idsAround(node) {
  const ids = [];
  for (let at = node; at && at.nodeType === 1; at = at.parentNode) {
    const id = at.getAttribute("id") ?? at.getAttribute("data-key");
    if (id) ids.push(id);
  }
  return ids.slice(0, 12);
}

/** The views that an actor has: the path of one person is for one person only. */
export function viewsOf(views, actor) {
  return views.filter(({ key }) => key !== "participant" || actor?.kind === "participant");
}

let instances = 0;

class Dashboard {
  constructor(model, root) {
    this.words = model.get("words");
    this.root = root;
    this.id = `cjm-dashboard-${++instances}`;
    this.asked = 0;
    this.build();
    this.client = connect(model, {
      onState: (content) => this.onState(content),
      onDelta: () => this.stale(true),
      onReject: (_id, message) => this.say(message),
      onStatus: (status) => status === "silent" && this.say(format(this.words, "silent")),
    });
  }

  build() {
    const { words, id } = this;
    const choice = (name) => {
      const select = el("select", { id: `${id}-${name}`, onchange: () => this.chosen(name) });
      this[name] = select;
      return el("label", { class: "jd-choice" }, el("span", {}, words[name]), select);
    };
    this.status = el("p", { class: "jd-status", role: "status" }, words.loading);
    this.news = el("p", { class: "jd-news", hidden: true }, `${words.new} `,
      el("button", { type: "button", onclick: () => this.draw() }, words.again));
    this.frame = el("iframe", { class: "jd-frame", title: words.heading, sandbox: "allow-same-origin", hidden: true });
    this.frame.addEventListener("load", () => this.listen());
    this.drawer = el("aside", { class: "jd-drawer", hidden: true, "aria-label": words.quotes, tabindex: "-1",
      onkeydown: (event) => event.key === "Escape" && this.close() });
    this.root.append(
      el("div", { class: "jd-bar" }, choice("whose"), choice("view"), choice("lanes")),
      el("p", { class: "jd-hint" }, words.hint), this.status, this.news,
      el("div", { class: "jd-body" }, this.frame, this.drawer),
    );
    this.release = holdKeys(this.root);
  }

  onState({ actors, key, views, lanes }) {
    this.actors = actors;
    this.views = views;
    const kept = this.whose.value || key;
    fill(this.whose, actors, kept);
    fill(this.lanes, lanes, this.lanes.value || "standard");
    this.offer();
    if (actors.length === 0) this.say(this.words.nothing);
    else this.draw();
  }

  offer() {
    const actor = this.actors.find(({ key }) => key === this.whose.value);
    fill(this.view, viewsOf(this.views, actor), this.view.value || "journey");
  }

  chosen(name) {
    if (name === "whose") this.offer();
    this.draw();
  }

  async draw() {
    const number = ++this.asked;
    this.close(false);
    this.stale(false);
    this.lanes.disabled = this.view.value !== "journey";
    this.say(this.words.drawing);
    const args = { key: this.whose.value, view: this.view.value, lanes: this.lanes.value };
    try {
      const { html } = await this.client.ask("view", args);
      if (number !== this.asked) return; // something else was chosen meanwhile
      // A page made by the package, in which all text of the study is escaped, and which may run nothing.
      this.frame.srcdoc = html;
      this.frame.hidden = false;
      this.say("");
      this.drawn = args.view;
    } catch (error) {
      if (number === this.asked) this.say(error.message);
    }
  }

  listen() {
    const page = this.frame.contentDocument;
    if (!page?.body || !this.drawn) return;
    this.root.dataset.ready = this.drawn; // from now on a click is heard
    page.addEventListener("click", (event) => this.clicked(event));
    page.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  async clicked(event) {
    const ids = idsAround(event.target);
    if (ids.length === 0 || event.target.closest?.("a")) return;
    try {
      const found = await this.client.ask("quotes", { key: this.whose.value, ids });
      if (found.title) this.open(found);
    } catch (error) {
      this.say(error.message);
    }
  }

  open({ title, where, count, quotes, more }) {
    const { words } = this;
    const items = quotes.map(({ participant, transcript, turn, question, parts }) =>
      el("li", {},
        el("p", { class: "jd-who" }, el("bdi", {}, participant),
          transcript === participant ? null : [" · ", el("bdi", {}, transcript)], ", ",
          format(words, "turn", { n: turn })),
        question ? el("p", { class: "jd-question" }, `${words.asked}: `, el("bdi", {}, question)) : null,
        el("p", { class: "cjm-quote" }, parts[0], el("mark", {}, parts[1]), parts[2])));
    this.drawer.replaceChildren(
      el("button", { type: "button", class: "jd-close", onclick: () => this.close() }, words.close),
      el("h2", {}, el("bdi", {}, title)), el("p", { class: "jd-where" }, `${where} · ${count}`),
      el("ol", {}, items), more ? el("p", {}, `+${more}`) : "");
    this.drawer.hidden = false;
    this.drawer.focus();
  }

  close(back = true) {
    if (this.drawer.hidden) return;
    this.drawer.hidden = true;
    if (back) this.frame.focus();
  }

  stale(is) {
    this.news.hidden = !is;
  }

  say(text) {
    this.status.textContent = text;
    this.status.hidden = !text;
  }

  destroy() {
    this.release();
    this.client.destroy();
  }
}

function fill(select, choices, chosen) {
  select.replaceChildren(...choices.map(({ key, name }) => el("option", { value: key }, name)));
  select.value = choices.some(({ key }) => key === chosen) ? chosen : (choices[0]?.key ?? "");
}

export default {
  render({ model, el: place }) {
    const root = el("div", { class: "cjm jd" });
    place.append(root);
    const dashboard = new Dashboard(model, root);
    return () => dashboard.destroy();
  },
};
