// Draws one scene: the messages of a channel, as the loopback Discord kept them.

import "@skyra/discord-components-core";
import { markdown } from "/markdown.js";

const EPHEMERAL = 64;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "destructive" };
const COLOURS = { Coverage: "#5865f2", Ann: "#2d7d46", Olga: "#a84300" };

const asked = new URLSearchParams(location.search);
const scenes = await (await fetch("/scenes.json")).json();
const light = asked.get("theme") === "light";
const world = { people: scenes.people, now: scenes.now };

const frame = make("div", { id: "channel", style: `width: ${asked.get("width")}px` });
const channel = make("discord-messages", { "light-theme": light });
channel.append(...scenes.scenes[asked.get("scene")].map(message));
frame.append(channel);
document.body.append(frame);

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function avatar(name) {
  const letter = `<text x="20" y="27" font-size="20" text-anchor="middle" fill="#fff"
    font-family="Open Sans" font-weight="600">${name[0]}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect
    width="40" height="40" fill="${COLOURS[name] ?? "#4e5058"}"/>${letter}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function message(one) {
  const author = one.author.username;
  const element = make("discord-message", {
    author,
    avatar: avatar(author),
    bot: one.author.bot,
    verified: false,
    ephemeral: Boolean(one.flags & EPHEMERAL),
    highlight: false,
    timestamp: "Today at 14:05",
    "light-theme": light,
  });
  const above = head(one);
  if (above) element.append(above);
  element.append(markdown(one.content, world));
  element.append(...attachments(one), ...buttons(one));
  return element;
}

function head(one) {
  if (one.command) {
    const by = one.interaction_metadata.user.username;
    const command = `/${one.command}`;
    return make("discord-command", { slot: "reply", author: by, avatar: avatar(by), command,
      "role-color": light ? "#2e3338" : undefined, "light-theme": light });
  }
  if (!one.referenced_message) return null;
  const to = one.referenced_message;
  const by = to.author.username;
  const reply = make("discord-reply", {
    slot: "reply",
    author: by,
    avatar: avatar(by),
    bot: to.author.bot,
    "role-color": light ? "#2e3338" : undefined,
    "light-theme": light,
  });
  const room = Number(asked.get("width")) - (to.author.bot ? 220 : 140);
  const words = make("span", { class: "words", style: `max-width: ${room}px` });
  words.append(markdown(to.content.split("\n")[0], world));
  reply.append(words);
  return reply;
}

function attachments(one) {
  return one.attachments.map((file) => {
    if (file.content_type.startsWith("image/")) {
      // Discord shows a picture within this size; a click opens it whole
      const room = Math.min(550, Number(asked.get("width")) - 110);
      const scale = Math.min(room / file.width, 350 / file.height, 1);
      const [width, height] = [file.width * scale, file.height * scale].map(Math.round);
      const image = { url: file.url, width, height, alt: "" };
      return make("discord-attachments", { slot: "attachments" },
        make("discord-image-attachment", image));
    }
    const bytes = (file.size / 1000).toFixed(2);
    return make("discord-attachments", { slot: "attachments" }, make("discord-file-attachment", {
      name: file.filename,
      bytes, "bytes-unit": "KB", href: file.url, type: file.content_type,
    }));
  });
}

function buttons(one) {
  if (!one.components.length) return [];
  const rows = one.components.map((row) => make("discord-action-row", {}, ...row.components.map(
    (button) => {
      const emoji = button.emoji ? `${button.emoji.name} ` : "";
      const style = { type: STYLES[button.style], disabled: Boolean(button.disabled) };
      return make("discord-button", style, `${emoji}${button.label ?? ""}`.trim());
    },
  )));
  return [make("discord-attachments", { slot: "components" }, ...rows)];
}
