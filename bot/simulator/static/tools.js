// The tools beside the phone: clock, webhook, the officer's box, and what the chosen resident can do.

import { tell, word } from "./api.js";
import { clockOf, momentOf } from "./lines.js";

const DAY = 86_400_000;
const find = (id) => document.getElementById(id);

export function bindTools(chosen, act, refresh) {
  const then = (promise) => promise.then(refresh);
  document.querySelectorAll("[data-advance]").forEach((button) =>
    button.addEventListener("click", () => then(tell("clock", { advance_seconds: Number(button.dataset.advance) }))),
  );
  find("enable-webhook").addEventListener("click", () => then(tell("webhook", { enable: true })));
  find("human").addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = find("human-words");
    if (await act("human", { text: box.value })) box.value = "";
  });
  find("follow").addEventListener("click", () => then(tell(`people/${chosen().id}/${chosen().follows ? "unfollow" : "follow"}`)));
  find("block").addEventListener("click", () => then(tell(`people/${chosen().id}/block`, { blocks: !chosen().blocks })));
  find("chat-now").addEventListener("click", () => then(tell(`people/${chosen().id}/chat-now`)));
  find("freeze").addEventListener("click", () => then(tell("clock", { frozen: find("freeze").dataset.frozen !== "true" })));
  find("show-tools").addEventListener("click", () => {
    const open = find("tools").classList.toggle("open");
    find("show-tools").setAttribute("aria-expanded", String(open));
  });
}

function webhookSentence(webhook) {
  if (webhook.disabled_at) return word("webhookDisabled", { at: momentOf(webhook.disabled_at) });
  if (!webhook.url) return word("webhookNone");
  if (webhook.retrying) return word("webhookRetrying", { ...webhook, at: momentOf(webhook.next_retry_at) });
  return word(webhook.waiting ? "webhookBusy" : "webhookFine", webhook);
}

function deliveryItem(delivery) {
  const item = document.createElement("li");
  const answer = word(`answer${delivery.answer.charAt(0).toUpperCase()}${delivery.answer.slice(1)}`) || delivery.answer;
  const state = word(`delivery${delivery.status.charAt(0).toUpperCase()}${delivery.status.slice(1)}`);
  item.textContent = `${delivery.event_name} · ${state}${answer ? ` (${answer})` : ""}`;
  item.className = delivery.status;
  return item;
}

export function showTools(state, person, group) {
  find("clock").textContent = clockOf(state.now);
  find("freeze").dataset.frozen = String(state.frozen);
  find("freeze").textContent = word(state.frozen ? "run" : "freeze");
  const { webhook } = state;
  find("webhook").textContent = webhookSentence(webhook);
  const worry = webhook.disabled_at || !webhook.url ? "bad" : webhook.retrying ? "warn" : "good";
  find("webhook").className = `webhook ${worry}`;
  find("enable-webhook").hidden = !webhook.disabled_at;
  find("show-tools").classList.toggle("worry", worry !== "good");
  find("deliveries").replaceChildren(...webhook.newest.map(deliveryItem));
  find("human").inert = !person && !group;
  for (const id of ["follow", "block", "chat-now"]) find(id).disabled = !person;
  find("follow").textContent = word(person?.follows ? "unfollow" : "follow");
  find("block").textContent = word(person?.blocks ? "unblock" : "block");
}

export function standingOf(state, person) {
  if (!person) return "";
  if (person.blocks) return word("blocked");
  if (!person.last_interaction_at) return word("never");
  const last = new Date(person.last_interaction_at).getTime();
  if (new Date(state.now).getTime() - last > 7 * DAY) return word("closed");
  if (person.free_replies_left) return word("free", { count: person.free_replies_left, until: momentOf(last + 2 * DAY) });
  return word("paid", { until: momentOf(last + 7 * DAY) });
}
