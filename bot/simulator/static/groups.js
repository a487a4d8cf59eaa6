// Groups on the page: who speaks, who is mentioned, who comes and goes, and what becomes of the group.

import { tell, word } from "./api.js";
import { momentOf } from "./lines.js";

const find = (id) => document.getElementById(id);

function fillOnce(element, signature, children) {
  if (element.dataset.shown === signature) return;
  element.dataset.shown = signature;
  element.replaceChildren(...children());
}

function textButton(title, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.addEventListener("click", act);
  return button;
}

function memberItem(name, note, buttons) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = note ? `${name} · ${note}` : name;
  item.append(words, ...buttons);
  return item;
}

function namesOf(state, group) {
  const people = state.people.filter((person) => group.members.includes(person.id));
  return [state.account, ...people, { id: group.id, name: word("everyone") }];
}

export function withMarkup(text, state, group) {
  const names = namesOf(state, group).sort((one, other) => other.name.length - one.name.length);
  return names.reduce((written, { id, name }) => written.replaceAll(`@${name}`, `[@${id}]`), text);
}

function showSpeaking(state, group) {
  const members = state.people.filter((person) => group.members.includes(person.id));
  const kept = find("speaker").value;
  const signature = JSON.stringify([group.id, members.map((person) => person.id)]);
  fillOnce(find("speaker"), signature, () => members.map((person) => new Option(person.name, person.id)));
  if (members.some((person) => person.id === kept)) find("speaker").value = kept;
  fillOnce(find("mention"), signature, () => [
    new Option(word("chooseMention"), ""),
    ...namesOf(state, group).map(({ name }) => new Option(name, name)),
  ]);
}

function showMembers(state, group, act) {
  const nameOf = (id) => state.people.find((person) => person.id === id)?.name ?? id;
  const signature = JSON.stringify([group.id, group.members, group.admins, group.pending, state.people.length]);
  fillOnce(find("members"), signature, () =>
    group.members.map((id) =>
      memberItem(nameOf(id), group.admins.includes(id) ? word("admin") : "", [textButton(word("leave"), () => act("leave", { person: id }))]),
    ),
  );
  fillOnce(find("pending"), signature, () =>
    group.pending.map((id) =>
      memberItem(nameOf(id), word("waiting"), ["accept", "reject"].map((name) => textButton(word(name), () => act(name, { person: id })))),
    ),
  );
  const known = [...group.members, ...group.pending];
  const outsiders = state.people.filter((person) => !known.includes(person.id));
  fillOnce(find("outsider"), signature, () => outsiders.map((person) => new Option(person.name, person.id)));
  find("join").hidden = outsiders.length === 0;
}

function showNewMembers(state) {
  fillOnce(find("new-members"), JSON.stringify(state.people.map((person) => person.id)), () => [
    find("new-members").querySelector("legend"),
    ...state.people.map((person) => {
      const label = document.createElement("label");
      label.className = "check";
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = person.id;
      label.append(box, ` ${person.name}`);
      return label;
    }),
  ]);
}

export function showGroupTools(state, group, act) {
  showNewMembers(state);
  find("this-group").hidden = find("speaking").hidden = !group;
  find("this-person").hidden = find("open-pin").hidden = Boolean(group);
  find("caption-on").parentElement.hidden = Boolean(group);
  if (!group) return;
  showSpeaking(state, group);
  showMembers(state, group, act);
  find("group-state").textContent = groupStanding(group);
  find("group-state").className = `webhook ${group.enabled ? "good" : "bad"}`;
  find("approves").checked = group.approves_joining;
  find("lapse").textContent = word(group.enabled ? "lapse" : "renew");
  if (document.activeElement !== find("group-name")) find("group-name").value = group.name;
}

export function groupStanding(group) {
  if (!group.enabled) return word("groupDisabled", { until: momentOf(group.deleted_at) });
  return word("groupEnabled", { count: group.members.length });
}

export function bindGroups(page) {
  find("speaker").addEventListener("change", () => page.choose(page.group().id));
  find("mention").addEventListener("change", (event) => {
    page.insert(`@${event.target.value} `);
    event.target.value = "";
  });
  find("join").addEventListener("submit", (event) => {
    event.preventDefault();
    page.act("join", { person: find("outsider").value });
  });
  find("approves").addEventListener("change", (event) => page.act("settings", { approves_joining: event.target.checked }));
  find("rename").addEventListener("submit", (event) => {
    event.preventDefault();
    find("group-name").blur();
    page.act("rename", { name: find("group-name").value });
  });
  find("lapse").addEventListener("click", () => page.act(page.group().enabled ? "lapse" : "renew"));
  find("dissolve").addEventListener("click", () => confirm(word("disband")) && page.act("dissolve"));
  find("add-group").addEventListener("submit", async (event) => {
    event.preventDefault();
    const members = [...find("new-members").querySelectorAll("input:checked")].map((box) => box.value);
    const answer = await tell("groups", { name: find("new-group-name").value, members });
    if (!answer) return;
    event.target.reset();
    page.choose(answer.id);
  });
}
