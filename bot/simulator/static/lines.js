// How one line of a chat looks: bubble, pictures, pin, buttons, time and ticks.

import { word } from "./api.js";

const ZONE = "Asia/Ho_Chi_Minh";
const hour = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
const day = new Intl.DateTimeFormat("vi-VN", { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE });
const short = new Intl.DateTimeFormat("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", hour12: false, timeZone: ZONE });
const second = new Intl.DateTimeFormat("vi-VN", { weekday: "short", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: ZONE });

export const dayOf = (at) => day.format(new Date(at));

export function momentOf(at) {
  const parts = Object.fromEntries(short.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
  return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}`;
}

export const clockOf = (at) => second.format(new Date(at));

const frame = document.getElementById("line");
const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

function link(address, title) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = title;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

function fillText(paragraph, text) {
  const parts = text.split(ADDRESS);
  paragraph.replaceChildren(...parts.map((part) => (ADDRESS.test(part) ? link(part, part) : part)));
  paragraph.hidden = !text;
}

function mediaOf(line) {
  const pictures = ["image", "gif", "sticker"].includes(line.kind);
  return line.media.map((address) => {
    if (!pictures || !address.startsWith("/")) return link(address, word("file"));
    const anchor = link(address, "");
    const picture = document.createElement("img");
    picture.src = address;
    picture.alt = word("photo");
    anchor.append(picture);
    return anchor;
  });
}

function pinOf(line) {
  if (line.latitude === null) return [];
  const spot = `${line.latitude},${line.longitude}`;
  const anchor = link(`https://www.openstreetmap.org/?mlat=${line.latitude}&mlon=${line.longitude}#map=17/${spot.replace(",", "/")}`, "");
  anchor.className = "pin";
  anchor.textContent = `📍 ${word("pin")} ${spot}`;
  return [anchor];
}

function buttonOf(line, button, position, press) {
  if (button.type === "oa.open.url") return link(button.value, `${button.title} ↗`);
  if (button.type === "oa.open.phone" || button.type === "oa.open.sms") {
    const scheme = button.type === "oa.open.sms" ? "sms" : "tel";
    const anchor = link(`${scheme}:${button.value}`, `📞 ${button.title}`);
    anchor.title = button.value;
    return anchor;
  }
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = button.title;
  element.addEventListener("click", () => press(line.message_id, position));
  return element;
}

function tickOf(line) {
  if (line.seen) return word("seen");
  return word(line.received ? "received" : "sent");
}

function fill(element, line, quoted, { press, reply, isOwn }) {
  const find = (name) => element.querySelector(name);
  const side = line.side === "resident" && !isOwn(line) ? "member" : line.side;
  element.className = `line ${side}${line.hidden ? " silent" : ""}`;
  find(".author").textContent = line.author;
  find(".author").hidden = !line.author || side === "resident";
  find(".reply").addEventListener("click", () => reply(line));
  find(".quote").hidden = !line.quoted_message_id;
  find(".quote").textContent = word("quoted") + (quoted?.text ?? "");
  const label = line.side === "human" ? word("human") : line.hidden ? word("hidden") : "";
  find(".label").textContent = label;
  find(".label").hidden = !label;
  find(".media").replaceChildren(...mediaOf(line), ...pinOf(line));
  fillText(find(".text"), line.text);
  find(".buttons").replaceChildren(...line.buttons.map((button, position) => buttonOf(line, button, position, press)));
  find("time").textContent = hour.format(new Date(line.at));
  find("time").dateTime = line.at;
}

export function elementOf(line, quoted, page) {
  const element = frame.content.firstElementChild.cloneNode(true);
  element.dataset.id = line.message_id;
  fill(element, line, quoted, page);
  updateTicks(element, line);
  return element;
}

export function updateTicks(element, line) {
  element.querySelector(".tick").textContent = tickOf(line);
  element.querySelector(".tick").classList.toggle("seen", line.seen);
  element.querySelector(".reaction").textContent = line.reaction.startsWith("/-heart") ? "❤️" : line.reaction && "👍";
}
