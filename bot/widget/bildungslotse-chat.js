/*
 * <bildungslotse-chat>: the chat of the Bildungslotse on any homepage.
 * It has to work where only files of the own server may run and trusted types are required, so everything is built
 * from nodes, and what the server says only ever becomes text.
 */

const SERVER = new URL("../webhooks/website/", import.meta.url);
const STYLESHEET = new URL("bildungslotse-chat.css", import.meta.url);
const PRIVACY = new URL("../datenschutz", import.meta.url);
const NOTE_LIST = new URL("../merkliste", import.meta.url);
const STORED_AS = "bildungslotse-chat";
const PATIENCE_MS = 20_000;
const SESSION_IS_OVER = 401;
const LINKABLE = ["http:", "https:", "mailto:", "tel:"];

async function call(method, path, body) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const headers = { "Content-Type": "application/json" };
    const options = { method, headers, body: JSON.stringify(body), credentials: "omit", signal: control.signal };
    const answer = await fetch(new URL(path, SERVER), options);
    const data = answer.status === 204 ? {} : await answer.json();
    if (answer.ok) return data;
    throw Object.assign(new Error(), { status: answer.status, sentence: data.error });
  } finally {
    clearTimeout(timer);
  }
}

/** The conversation of this tab. Where storage is blocked it ends with the page. */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED_AS)) ?? { turns: [] };
  } catch {
    return { turns: [] };
  }
}

function remember({ opening, ...state }) {
  try {
    sessionStorage.setItem(STORED_AS, JSON.stringify(state));
  } catch {
    // See recall.
  }
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function button(title, onPress, attributes) {
  const made = element("button", { type: "button", ...attributes }, title);
  made.addEventListener("click", onPress);
  return made;
}

const paragraph = (text, attributes) => element("p", attributes, String(text));

function linkable(url) {
  try {
    return Boolean(url) && LINKABLE.includes(new URL(url, SERVER).protocol);
  } catch {
    return false;
  }
}

function link(title, url) {
  const [name, attributes] = linkable(url) ? ["a", { href: new URL(url, SERVER) }] : ["span"];
  return element(name, attributes, String(title));
}

/** Sets an offer aside. Only on the server's own pages: from others browsers do not send the list's cookie along. */
function keeper(id) {
  const keep = async () => {
    const body = new URLSearchParams({ angebot: id });
    const { ok, url } = await fetch(NOTE_LIST, { method: "POST", body }).catch(() => ({}));
    if (!ok) return (made.textContent = "Das ging nicht – noch einmal merken");
    const kept = link(url.includes("voll") ? "Die Merkliste ist voll" : "Auf Ihrer Merkliste", NOTE_LIST);
    // It gets the focus and is read out for that; once is enough.
    made.closest(".log").ariaLive = "off";
    made.replaceWith(kept);
    kept.focus();
  };
  const made = button("Merken", keep, { lang: "de" });
  return made;
}

/** An offer. Its title comes from the catalogue, which is German in every language of the conversation. */
function card({ id, title, lines = [], links = [] }) {
  const main = links.find(({ url }) => linkable(url));
  const heading = element("h3", { lang: "de", dir: "auto" }, link(title, main?.url));
  const ways = element("p", { class: "links" }, ...links.map(({ title, url }) => link(title, url)));
  if (id && NOTE_LIST.origin === location.origin) ways.append(keeper(id));
  return element("li", {}, element("article", {}, heading, ...lines.map((line) => paragraph(line)), ways));
}

function cards({ before, offers = [], first = 1, list, after }) {
  const parts = [paragraph(before), element("ol", { start: first }, ...offers.map(card))];
  if (list) parts.push(element("p", { class: "links" }, link(list.title, list.url)));
  if (after) parts.push(paragraph(after));
  return parts;
}

/** What an answer shows. Cards stand in place of the text before them, which says the same and has the buttons. */
function answerParts(messages, press) {
  const shown = [];
  for (const { text, buttons, custom } of messages) {
    if (custom?.type === "offers" && custom.before) shown.push({ ...shown.pop(), custom });
    else if (text || buttons) shown.push({ text, buttons });
  }
  return shown.flatMap(({ text, buttons = [], custom }) => {
    const choices = buttons.map(({ title, payload }) => button(String(title), () => press(String(title), payload)));
    const parts = custom ? cards(custom) : text ? [paragraph(text)] : [];
    return choices.length ? [...parts, element("div", { class: "choices" }, ...choices)] : parts;
  });
}

function drawn({ messages, text, lang = "" }, press) {
  const parts = messages ? answerParts(messages, (title, payload) => press(title, payload, lang)) : [paragraph(text)];
  const speaker = paragraph(messages ? "Bildungslotse" : "Sie", { class: "speaker" });
  const said = element("div", { class: "said", lang, dir: "auto" }, ...parts);
  return element("div", { class: messages ? "turn answer" : "turn question" }, speaker, said);
}

/** The first answer begins with the greeting, which is shown already. */
function withoutGreeting(messages, greeting) {
  const rest = messages.filter(({ text }) => text !== greeting);
  return rest.length ? rest : messages;
}

function activeButtons(within) {
  return [...within.querySelectorAll(".choices button:enabled")];
}

function enable(buttons, enabled) {
  for (const each of buttons) each.disabled = !enabled;
}

class BildungslotseChat extends HTMLElement {
  static acting = null;

  connectedCallback() {
    BildungslotseChat.acting ??= this;
    // A second one on the same page stays empty: both would write to one conversation.
    if (BildungslotseChat.acting !== this || this.shadowRoot) return;
    this.lang ||= "de";
    this.isPage = this.getAttribute("mode") === "page";
    this.build();
    this.resume();
    // A page that comes back by the browser's back button does not know what was said on the page after it.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.resume());
  }

  disconnectedCallback() {
    if (BildungslotseChat.acting === this) BildungslotseChat.acting = null;
  }

  build() {
    const region = this.getAttribute("region");
    const heading = element("h2", { id: "title" }, "Bildungslotse");
    if (region) heading.append(" ", element("span", {}, region));
    this.mark = paragraph("Beratungsmodus", { class: "mark", hidden: "" });
    const title = element("div", { class: "title" }, heading, paragraph("Programm, kein Mensch"), this.mark);
    const privacy = element("a", { href: this.getAttribute("privacy") || PRIVACY }, "Datenschutz");
    const restart = button("Neu beginnen", () => this.restart(), { class: "plain" });
    const header = element("header", {}, title, element("p", { class: "tools" }, privacy, restart));

    this.log = element("div", { class: "log", role: "log", "aria-label": "Gespräch", tabindex: 0 });
    this.status = paragraph("", { class: "status", role: "status", dir: "auto" });
    this.alert = paragraph("", { class: "alert", role: "alert" });
    this.field = element("input", { id: "field", maxlength: 500, autocomplete: "off", enterkeyhint: "send" });
    this.sender = element("button", { class: "strong" }, "Senden");
    const label = element("label", { for: "field" }, "Ihre Frage");
    const form = element("form", {}, label, element("div", { class: "row" }, this.field, this.sender));
    form.addEventListener("submit", (event) => this.submit(event));

    this.consent = element("input", { id: "consent", type: "checkbox" });
    this.consent.addEventListener("change", () => this.agree());
    const [wish, more, what] = ["span", "summary", "p"].map((name) => element(name));
    this.words = { switch: wish, more, what };
    const consent = element("label", {}, this.consent, wish);
    this.review = element("div", { class: "review", dir: "auto" }, consent, element("details", {}, more, what));

    this.panel = element("section", { id: "panel", class: "panel", "aria-labelledby": "title" });
    this.panel.append(header, this.log, this.alert, this.status, form, this.review);
    this.frame = element("div", { class: "frame", hidden: "" }, this.panel);
    if (!this.isPage) this.addLauncher(title);

    const stylesheet = element("link", { rel: "stylesheet", href: STYLESHEET });
    for (const end of ["load", "error"]) stylesheet.addEventListener(end, () => this.appear());
    this.attachShadow({ mode: "open" }).append(stylesheet, this.frame);
  }

  addLauncher(title) {
    const attributes = { class: "launcher strong", "aria-expanded": false, "aria-controls": "panel" };
    this.launcher = button("Bildungslotse fragen", () => this.toggle(this.panel.hidden), attributes);
    this.frame.prepend(this.launcher);
    title.after(button("Schließen", () => this.toggle(false)));
    this.panel.addEventListener("keydown", ({ key }) => key === "Escape" && this.toggle(false));
  }

  resume() {
    this.state = recall();
    try {
      const { session, turns: said } = this.state;
      const turns = said.map((turn) => drawn(turn, this.press));
      this.log.replaceChildren(...turns);
      for (const old of session ? turns.slice(0, -1) : turns) enable(activeButtons(old), false);
      if (session && said.length) this.askBelow(turns.at(-1), said.at(-1));
    } catch {
      // Stored by another version: a new conversation is better than none.
      this.state = { turns: [] };
    }
    this.showState();
    this.unfold(this.isPage || Boolean(this.state.open));
  }

  /** Whether the answers are for counsellors, and with which words messages may be kept, says the server with each. */
  showState() {
    const { counsellor, review, agreed } = this.state;
    this.mark.hidden = !counsellor;
    this.review.hidden = !review;
    if (!this.agreeing) this.consent.checked = Boolean(agreed);
    if (!review) return;
    this.review.lang = review.lang;
    for (const name in this.words) this.words[name].textContent = review[name];
  }

  /** Agrees that messages are kept, or takes it back. What holds is what the server says. */
  async agree() {
    const { state, consent } = this;
    const { review } = state;
    // One at a time: which of two arrives first is not sure.
    if (this.agreeing) return (consent.checked = !consent.checked);
    this.agreeing = true;
    let error;
    try {
      await this.ready(state);
      const { agreed } = await call("POST", "review", { session: state.session, agreed: consent.checked });
      state.agreed = agreed;
    } catch (caught) {
      error = caught;
      this.isOver(state, error);
    }
    this.agreeing = false;
    this.showState();
    remember(this.state);
    if (state === this.state) this.report(error ? "" : review[state.agreed ? "on" : "off"], error, review.lang);
  }

  /** Asks below an answer whether it helped, where the server has words for that. */
  askBelow(shown, turn) {
    if (!turn.helpful) return;
    const { question, yes, no, thanks } = turn.helpful;
    const { state } = this;
    const row = element("div", { class: "choices helpful", role: "group", "aria-label": question }, paragraph(question));
    const rate = async (helpful) => {
      const buttons = activeButtons(row);
      this.focusField();
      enable(buttons, false);
      try {
        await call("POST", "thumb", { session: state.session, helpful });
        delete turn.helpful;
        this.log.ariaLive = "polite";
        row.replaceWith(paragraph(thanks, { class: "helpful" }));
      } catch (error) {
        enable(buttons, !this.isOver(state, error));
        if (state === this.state) this.report("", error);
      }
      remember(this.state);
    };
    row.append(button(yes, () => rate(true)), button(no, () => rate(false)));
    shown.lastChild.append(row);
  }

  /** Whether an error ends a session; what belonged to it would mean nothing to the next one. */
  isOver(state, { status }) {
    const isOver = status === SESSION_IS_OVER;
    if (isOver) state.session = state.counsellor = state.agreed = null;
    this.showState();
    return isOver;
  }

  /** Only now, because without its stylesheet it would flash up as plain text. */
  appear() {
    this.frame.hidden = false;
    this.unfold(!this.panel.hidden);
  }

  unfold(open) {
    this.panel.hidden = !open;
    if (this.launcher) this.launcher.ariaExpanded = open;
    if (!open || this.frame.hidden) return;
    // What was said before is not read out once more; add() lets the log speak again.
    this.log.ariaLive = "off";
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" });
    if (!this.state.turns.length) this.begin();
  }

  toggle(open) {
    this.unfold(open);
    this.state.open = open;
    remember(this.state);
    if (open) this.focusField();
    else this.launcher.focus();
  }

  /** On touch screens focus in the field would cover half of the answer with the keyboard. */
  focusField() {
    const place = matchMedia("(pointer: coarse)").matches ? this.log : this.field;
    place.focus({ preventScroll: true });
  }

  add(turn, where = "append") {
    const shown = drawn(turn, this.press);
    if (turn.messages) this.log.querySelector(".helpful")?.remove();
    this.askBelow(shown, turn);
    this.log.ariaLive = "polite";
    this.log[where](shown);
    return shown;
  }

  /** A session to talk in: the present one, or a new one. */
  ready(state) {
    return state.session || (state.opening ??= this.greet(state).finally(() => (state.opening = null)));
  }

  async greet(state) {
    const { session, greeting, review } = await call("POST", "session", {});
    if (state !== this.state) return;
    Object.assign(state, { session, greeting, review });
    this.showState();
    if (!state.turns.length) {
      state.turns.push({ messages: [{ text: greeting }], lang: "de" });
      this.add(state.turns[0], "prepend");
    }
    remember(state);
  }

  async begin(done = "") {
    const { state } = this;
    this.report("Einen Moment bitte …");
    const error = await Promise.resolve(this.ready(state)).then(() => null, (caught) => caught);
    if (state === this.state && !this.busy) this.report(error ? "" : done, error);
  }

  submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text || this.busy) return;
    this.field.value = "";
    // Somebody may have gone on typing meanwhile.
    this.ask({ text }, text, () => (this.field.value = `${text} ${this.field.value}`.trim()));
  }

  press = (title, payload, lang) => {
    this.focusField();
    this.ask({ text: title, lang }, payload, () => {});
  };

  async ask(turn, message, giveBack) {
    const { state } = this;
    const buttons = activeButtons(this.log);
    const question = this.add(turn);
    question.scrollIntoView({ block: "nearest" });
    enable(buttons, false);
    this.setBusy(true);
    this.report("Der Bildungslotse sucht …");
    try {
      await this.ready(state);
      const said = await call("POST", "message", { session: state.session, message });
      if (state !== this.state) return;
      const { messages, language: lang, helpful, counsellor, review } = said;
      const answer = { messages: withoutGreeting(messages, state.greeting), lang, helpful };
      Object.assign(state, { counsellor, review });
      this.showState();
      // What is too long to fit is shown from its start.
      this.add(answer).scrollIntoView({ block: "nearest" });
      state.turns.push(turn, answer);
      this.report("");
    } catch (error) {
      if (state !== this.state) return;
      question.remove();
      giveBack();
      if (!this.isOver(state, error)) enable(buttons, true);
      this.report("", error);
    }
    this.setBusy(false);
    remember(state);
  }

  setBusy(busy) {
    this.busy = busy;
    this.sender.ariaDisabled = busy;
  }

  restart() {
    const { session, open, review } = this.state;
    // If this does not get through, the server still forgets the conversation by itself.
    if (session) call("DELETE", "session", { session }).catch(() => {});
    this.state = { turns: [], open, review };
    remember(this.state);
    this.showState();
    this.log.replaceChildren();
    this.field.value = "";
    this.setBusy(false);
    this.focusField();
    this.begin("Das Gespräch beginnt neu.");
  }

  report(status, error, lang = "") {
    const introduction = this.state.greeting ? "" : "Ich bin der Bildungslotse – ein Programm, kein Mensch. ";
    this.status.lang = lang;
    this.status.textContent = status;
    this.alert.textContent = error ? introduction + (error.sentence || this.unreachable()) : "";
    if (error) this.alert.scrollIntoView({ block: "nearest" });
  }

  unreachable() {
    const [office, phone, hours] = ["office", "phone", "hours"].map((name) => this.getAttribute(name));
    const contact = [office, phone && `Telefon ${phone}`, hours].filter(Boolean).join(", ");
    const people = contact && ` Persönlich hilft man Ihnen hier: ${contact}.`;
    return `Leider bin ich gerade nicht zu erreichen. Bitte versuchen Sie es gleich noch einmal.${people}`;
  }
}

customElements.get("bildungslotse-chat") ?? customElements.define("bildungslotse-chat", BildungslotseChat);
