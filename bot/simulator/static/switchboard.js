// The panel of faults: every control says what it changes, and shows how Zalo stands unless somebody is typing in it.

import { forget, tell, word } from "./api.js";

const find = (id) => document.getElementById(id);
const controls = [...document.querySelectorAll("[data-route]")];

function valueOf(control) {
  if (control.type === "checkbox") return control.checked !== "inverted" in control.dataset;
  if (control.dataset.type !== "number") return control.value;
  return control.value === "" ? null : Number(control.value);
}

function showValue(control, value) {
  if (control === document.activeElement && control.type !== "checkbox") return;
  if (control.type === "checkbox") control.checked = value !== "inverted" in control.dataset;
  else control.value = value ?? "";
}

function showKind() {
  const kind = find("fault-kind").value;
  find("fault-code-label").hidden = kind !== "error_code";
  find("fault-seconds-label").hidden = kind !== "slow";
}

const labelOf = (select, value) => find(select).querySelector(`option[value="${value}"]`)?.textContent ?? value;

function faultItem(fault) {
  const item = document.createElement("li");
  const what = fault.kind === "error_code" ? `${labelOf("fault-kind", fault.kind)} ${fault.error_code}` : labelOf("fault-kind", fault.kind);
  const times = fault.times === null ? word("forEver") : word("times", fault);
  item.textContent = `${labelOf("fault-path", fault.path_prefix)}: ${what}, ${times}`;
  return item;
}

export function bindSwitchboard(refresh) {
  for (const control of controls) {
    control.addEventListener("change", async () => {
      const value = valueOf(control);
      if (value === null && control.dataset.route === "webhook") return refresh();
      await tell(control.dataset.route, { [control.dataset.field]: value });
      control.blur();
      refresh();
    });
  }
  find("fault-kind").addEventListener("change", showKind);
  find("add-fault").addEventListener("submit", async (event) => {
    event.preventDefault();
    const times = find("fault-times").value;
    await tell("faults", {
      kind: find("fault-kind").value,
      path_prefix: find("fault-path").value,
      times: times === "" ? null : Number(times),
      error_code: Number(find("fault-code").value),
      seconds: Number(find("fault-seconds").value),
    });
    refresh();
  });
  find("clear-faults").addEventListener("click", () => forget("faults").then(refresh));
  document.querySelectorAll("[data-token]").forEach((button) =>
    button.addEventListener("click", () => tell("tokens", { act: button.dataset.token }).then(refresh)),
  );
  showKind();
}

export function showSwitchboard({ switchboard }) {
  const values = { webhook: switchboard.modes, switches: switchboard.switches, limit: switchboard };
  for (const control of controls) showValue(control, values[control.dataset.route][control.dataset.field]);
  find("faults").replaceChildren(...switchboard.faults.map(faultItem));
  find("faults-badge").textContent = switchboard.faults.length;
  find("faults-badge").hidden = switchboard.faults.length === 0;
  find("clear-faults").hidden = switchboard.faults.length === 0;
  find("token").textContent = word(switchboard.token_is_good ? "tokenGood" : "tokenBad");
  find("token").className = `webhook ${switchboard.token_is_good ? "good" : "bad"}`;
}
