// Discord's markdown as elements of discord-components: what the bot uses of it.

const DAY = { dateStyle: "long" };
const INLINE = [
  [/^\\([\\*_~|`<>#\-+.():@])/, (m) => m[1]],
  [/^`([^`]+)`/, (m) => wrap("discord-code", [m[1]])],
  [/^\*\*(.+?[^\\])\*\*/s, (m, world) => wrap("discord-bold", inline(m[1], world))],
  [/^\*([^*]+)\*/s, (m, world) => wrap("discord-italic", inline(m[1], world))],
  [/^<t:(\d+):([DR])>/, (m, world) => wrap("discord-time", [time(Number(m[1]), m[2], world)])],
  [/^<@!?(\d+)>/, (m, world) => mention(m[1], world)],
  [/^<(https?:[^>]+)>/, (m) => m[1]],
];

// The lines of a message as one fragment. `world` knows people by id and the time.
export function markdown(text, world) {
  const made = document.createDocumentFragment();
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at].startsWith("> ")) {
      const quoted = [];
      while (at < lines.length && lines[at].startsWith("> ")) quoted.push(lines[at++].slice(2));
      at -= 1;
      made.append(wrap("discord-quote", inline(quoted.join("\n"), world)));
    } else if (lines[at].startsWith("-# ")) {
      made.append(wrap("discord-subscript", inline(lines[at].slice(3), world)));
    } else if (lines[at].startsWith("### ")) {
      const heading = wrap("discord-header", inline(lines[at].slice(4), world));
      heading.setAttribute("level", "3");
      made.append(heading);
    } else {
      made.append(...inline(lines[at], world));
      if (at + 1 < lines.length && !/^(> |-# |### )/.test(lines[at + 1])) made.append(line());
    }
  }
  return made;
}

function inline(text, world) {
  const made = [];
  let plain = "";
  while (text) {
    const found = INLINE.map(([sign, make]) => [sign.exec(text), make]).find(([m]) => m);
    if (!found) {
      if (text[0] === "\n") {
        made.push(plain, line());
        plain = "";
      } else plain += text[0];
      text = text.slice(1);
      continue;
    }
    made.push(plain, found[1](found[0], world));
    plain = "";
    text = text.slice(found[0][0].length);
  }
  return [...made, plain].filter((part) => part !== "");
}

function wrap(name, children) {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}

const line = () => document.createElement("br");

function mention(id, world) {
  return wrap("discord-mention", [world.people[id] ?? "somebody"]);
}

function time(seconds, style, world) {
  if (style === "D") return new Date(seconds * 1000).toLocaleDateString("en-GB", DAY);
  const left = Math.round(seconds - world.now);
  return left >= 0 ? `in ${left} seconds` : `${-left} seconds ago`;
}
