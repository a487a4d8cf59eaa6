// The phone: who is chatting, what was said, and the box to answer with; asks for news every 700 milliseconds.

import { ask, showTrouble, tell, upload, word } from "./api.js";
import { bindGroups, groupStanding, showGroupTools, withMarkup } from "./groups.js";
import { dayOf, elementOf, updateTicks } from "./lines.js";
import { bindSwitchboard, showSwitchboard } from "./switchboard.js";
import { bindTools, showTools, standingOf } from "./tools.js";

const POLL_MILLISECONDS = 700;
const find = (id) => document.getElementById(id);
const chat = find("chat");
const box = find("words-to-send");
const lines = new Map();
let shown = { people: [], groups: [] };
let chosenId = "";
let revision = 0;
let photos = [];
let asking = null;
let atEnd = true;
let quoted = null;

const chosen = () => shown.people.find((person) => person.id === chosenId);
const group = () => shown.groups.find((each) => each.id === chosenId);
const speaker = () => find("speaker").value;
const pathOf = (name) => `${group() ? "groups" : "people"}/${chosenId}/${name}`;
const act = (name, body) => tell(pathOf(name), body).then(after);
const speak = (name, body) => act(name, group() ? { person: speaker(), ...body } : body);
const page = { press, reply, isOwn: (line) => !group() || line.author_id === speaker() };

function after(answer) {
  refresh();
  return answer;
}

function choose(id) {
  if (id !== chosenId) reply(null);
  chosenId = id;
  revision = 0;
  lines.clear();
  chat.replaceChildren();
  refresh();
}

function press(messageId, position) {
  act("press", { message_id: messageId, position });
}

function reply(line) {
  quoted = line?.message_id ?? null;
  find("quoting").hidden = !line;
  find("quoted-words").textContent = line ? word("quoted") + (line.text || word("photo")) : "";
  if (line) box.focus();
}

function showLine(line) {
  const known = lines.get(line.message_id);
  lines.set(line.message_id, line);
  if (known) {
    updateTicks(chat.querySelector(`[data-id="${line.message_id}"]`), line);
    return;
  }
  const date = dayOf(line.at);
  if (chat.dataset.day !== date || !chat.childElementCount) {
    const mark = document.createElement("p");
    mark.className = "day";
    mark.textContent = date;
    chat.append(mark);
    chat.dataset.day = date;
  }
  chat.append(elementOf(line, lines.get(line.quoted_message_id), page));
}

function showLines(news) {
  if (!news.length) return;
  const grew = news.some((line) => !lines.has(line.message_id));
  const nearEnd = atEnd || lines.size === 0;
  news.forEach(showLine);
  const own = news.at(-1).side === "resident" && page.isOwn(news.at(-1));
  if (grew && (nearEnd || own)) toEnd();
}

function toEnd() {
  atEnd = true;
  chat.scrollTop = chat.scrollHeight;
  chat.querySelectorAll("img").forEach((picture) => {
    if (!picture.complete) picture.addEventListener("load", () => (chat.scrollTop = chat.scrollHeight), { once: true });
  });
}

function chatItem(person) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = person.name;
  button.setAttribute("aria-current", String(person.id === chosenId));
  button.addEventListener("click", () => choose(person.id));
  if (person.unread) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = person.unread;
    badge.setAttribute("aria-label", word("unread", { count: person.unread }));
    button.append(badge);
  }
  item.append(button);
  return item;
}

function optionsOf(chats, title) {
  const options = document.createElement("optgroup");
  options.label = title;
  options.append(...chats.map((chat) => new Option(chat.unread ? `${chat.name} (${chat.unread})` : chat.name, chat.id)));
  return options;
}

function showChats(state) {
  const every = [...state.people, ...state.groups];
  const signature = JSON.stringify(every.map((each) => [each.id, each.name, each.unread, each.id === chosenId]));
  shown = state;
  if (find("people").dataset.shown === signature) return;
  find("people").dataset.shown = signature;
  const buttons = () => [...document.querySelectorAll(".people button")];
  const focused = buttons().indexOf(document.activeElement);
  find("people").replaceChildren(...state.people.map(chatItem));
  find("groups").replaceChildren(...state.groups.map(chatItem));
  if (focused >= 0) buttons()[focused]?.focus();
  find("no-groups").hidden = state.groups.length > 0;
  const lists = [optionsOf(state.people, word("people"))];
  if (state.groups.length) lists.push(optionsOf(state.groups, word("groups")));
  find("person").replaceChildren(...lists);
  find("person").value = chosenId;
}

function insert(words) {
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  box.focus();
}

function show(state) {
  showChats(state);
  const person = chosen();
  showGroupTools(state, group(), act);
  showLines(state.lines);
  find("title").textContent = group()?.name ?? find("title").dataset.account;
  find("standing").textContent = group() ? groupStanding(group()) : standingOf(state, person);
  find("empty").textContent = word(group() ? "groupQuiet" : person ? "quiet" : "nobody");
  find("empty").hidden = lines.size > 0;
  find("composer").inert = group() ? !speaker() : !person;
  showTools(state, person, group());
  showSwitchboard(state);
  if (person?.unread && find("reads").checked && document.visibilityState === "visible") tell(`people/${person.id}/seen`);
}

async function refresh() {
  const wanted = chosenId;
  if (asking === `${wanted}/${revision}`) return;
  asking = `${wanted}/${revision}`;
  const state = await ask(`state?chat=${encodeURIComponent(wanted)}&since=${revision}`);
  asking = null;
  if (!state || wanted !== chosenId) return;
  const exists = [...state.people, ...state.groups].some((each) => each.id === chosenId);
  if (!exists && state.people.length) return choose(state.people[0].id);
  revision = state.revision;
  show(state);
}

function togglePanel(id) {
  for (const panel of document.querySelectorAll(".panel")) panel.hidden = panel.id !== id || !panel.hidden;
  for (const button of document.querySelectorAll("[data-panel]")) {
    button.setAttribute("aria-expanded", String(!find(button.dataset.panel).hidden));
  }
}

function showPreviews() {
  find("previews").replaceChildren(
    ...photos.map((photo, position) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = word("remove");
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(photo);
      picture.alt = `${word("remove")}: ${photo.name}`;
      button.append(picture);
      button.addEventListener("click", () => {
        photos.splice(position, 1);
        showPreviews();
      });
      return button;
    }),
  );
  find("photo-panel").hidden = photos.length === 0;
}

async function sendPhotos(caption) {
  const form = new FormData();
  photos.forEach((photo) => form.append("photos", photo));
  form.append("caption", caption);
  form.append("album", find("album").value);
  form.append("caption_on", find("caption-on").value);
  form.append("fault", find("photo-fault").value);
  if (group()) form.append("person", speaker());
  const answer = after(await upload(pathOf("photos"), form));
  if (!answer) return false;
  photos = [];
  showPreviews();
  return true;
}

async function compose(event) {
  event?.preventDefault();
  const text = box.value.trim();
  if (!text && !photos.length) return box.focus();
  const words = group() ? withMarkup(text, shown, group()) : text;
  const sent = photos.length ? await sendPhotos(words) : await speak("say", { text: words, quote: quoted });
  if (sent) box.value = "";
  if (sent) reply(null);
  grow();
  box.focus();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
}

async function sendSample(sample) {
  const { scene, text } = sample.dataset;
  togglePanel("");
  await speak(scene ? "sample-photo" : "say", scene ? { scene, text } : { text });
  box.focus();
}

function bind() {
  let size = "";
  const sizeNow = () => `${chat.clientWidth}×${chat.clientHeight}`;
  chat.addEventListener("scroll", () => {
    if (size === sizeNow()) atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 160;
  });
  new ResizeObserver(() => {
    size = sizeNow();
    if (atEnd) toEnd();
  }).observe(chat);
  find("composer").addEventListener("submit", compose);
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) compose(event);
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && togglePanel(""));
  document.querySelectorAll("[data-panel]").forEach((button) => button.addEventListener("click", () => togglePanel(button.dataset.panel)));
  find("pick-photos").addEventListener("click", () => find("photos").click());
  find("photos").addEventListener("change", (event) => {
    photos = [...photos, ...event.target.files];
    event.target.value = "";
    togglePanel("");
    showPreviews();
    box.focus();
  });
  find("place").addEventListener("change", (event) => {
    [find("latitude").value, find("longitude").value] = event.target.value.split(",");
  });
  find("send-pin").addEventListener("click", async () => {
    const [latitude, longitude] = [Number(find("latitude").value), Number(find("longitude").value)];
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return showTrouble("refused");
    if (await act("pin", { latitude, longitude })) togglePanel("");
  });
  document.querySelectorAll(".sample").forEach((sample) => sample.addEventListener("click", () => sendSample(sample)));
  find("stop-quoting").addEventListener("click", () => reply(null));
  find("person").addEventListener("change", (event) => choose(event.target.value));
  find("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await tell("people", { name: find("new-name").value });
    if (!answer) return;
    find("new-name").value = "";
    choose(answer.id);
  });
}

bind();
bindTools(chosen, act, refresh);
bindGroups({ act, choose, group, insert });
bindSwitchboard(refresh);
refresh();
setInterval(refresh, POLL_MILLISECONDS);
