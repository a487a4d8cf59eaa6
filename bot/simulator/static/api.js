// The control API of the simulator: one function to ask, one to tell, and the sentence to show when it fails.

const words = document.getElementById("words").dataset;
const trouble = document.getElementById("trouble");

export function word(name, values = {}) {
  const sentence = words[name] ?? "";
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), sentence);
}

export function showTrouble(name) {
  trouble.textContent = name ? word(name) : "";
  trouble.hidden = !name;
}

async function send(path, options) {
  let answer;
  try {
    answer = await fetch(`/simulator/${path}`, options);
  } catch {
    showTrouble("offline");
    return null;
  }
  showTrouble(answer.ok ? "" : "refused");
  return answer.ok ? answer.json() : null;
}

export const ask = (path) => send(path, { cache: "no-store" });

export const tell = (path, body = {}) =>
  send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const forget = (path) => send(path, { method: "DELETE" });

export const upload = (path, form) => send(path, { method: "POST", body: form });
