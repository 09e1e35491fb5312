// A terminal in the page, and a line to the screens on the host that comes back by itself.
import { Terminal } from "./xterm.mjs";
import { FitAddon } from "./addon-fit.mjs";

const LEAST = { columns: 80, rows: 24 }, SIZES = [16, 15, 14, 13, 12, 11, 10, 9, 8];
const SHORTEST = 200, LONGEST = 5000, EVERY = 10000, SILENCE = 25000, STANDS = 8000;
const ENDED = 4000, SIGNED_OUT = 4401, ELSEWHERE = 4409, CANNOT = 4503;
const place = document.getElementById("screens");
const said = document.getElementById("said");
const again = document.getElementById("again");
const lost = document.getElementById("lost");
const also = document.getElementById("also");
const hosts = document.getElementById("hosts");
place.hidden = false;

const say = (words, isLost = false) => {
  said.textContent = words;
  said.classList.toggle("lost", isLost);
  lost.hidden = !isLost;
};
say("Opening the screens …");

// Where the table is served too, for when this host does not answer any more.
const knowHosts = (told) => {
  const links = told.split(" ").filter(Boolean).map((host) => {
    const link = document.createElement("a");
    link.href = host + hosts.dataset.path;
    link.textContent = host;
    return link;
  });
  hosts.replaceChildren(...links);
  also.hidden = !links.length;
};

// A window keeps its name over a reload, and with it what was open in it.
const named = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};
const called = sessionStorage.getItem("window") || named();
sessionStorage.setItem("window", called);

// Cells are measured when the terminal is made: the fonts have to be there before.
await Promise.all([document.fonts.load("16px Screens"), document.fonts.load("bold 16px Screens")]);
const terminal = new Terminal({
  fontFamily: "Screens, monospace",
  fontSize: SIZES[0],
  screenReaderMode: true,
  scrollback: 0,
  macOptionIsMeta: true,
  theme: { background: "#10161d", foreground: "#d7dee6" },
});
const fit = new FitAddon();
terminal.loadAddon(fit);
terminal.open(place);

const settle = () => {
  for (const size of SIZES) {
    terminal.options.fontSize = size;
    const fits = fit.proposeDimensions();
    if (fits && fits.cols >= LEAST.columns && fits.rows >= LEAST.rows) break;
  }
  fit.fit();
};
settle();
new ResizeObserver(settle).observe(place);
terminal.focus();

let line = null, wait = SHORTEST, heard = 0, lostAt = "", standsUntil = 0, isOver = false;
const keys = new TextEncoder();
const isOpen = () => line && line.readyState === WebSocket.OPEN;
const tellSize = () => isOpen() && line.send(`${terminal.cols} ${terminal.rows}`);
const now = () => new Date().toLocaleTimeString();

const over = (words, offer) => {
  isOver = true;
  say(words, true);
  again.textContent = offer;
  again.hidden = false;
};

const closed = ({ code, reason }) => {
  if (code === ENDED) over("You left the screens. What was sent is done.", "Open them again");
  else if (code === ELSEWHERE) over(reason, "Take them here");
  else if (code === CANNOT) over(reason, "Try again");
  else if (code === SIGNED_OUT) location.reload();
  else {
    lostAt ||= now();
    say(`Connection lost at ${lostAt}. What was sent is done; what you type now is not taken. Trying again.`, true);
    setTimeout(open, wait * (0.7 + 0.6 * Math.random()));
    wait = Math.min(LONGEST, wait * 2);
  }
};

function open() {
  if (isOver || (line && line.readyState < WebSocket.CLOSING)) return;
  const address = new URL(place.dataset.line, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  address.searchParams.set("window", called);
  const opened = (line = new WebSocket(address));
  opened.binaryType = "arraybuffer";
  opened.onopen = () => {
    heard = Date.now();
    tellSize();
  };
  opened.onmessage = ({ data }) => {
    if (opened !== line) return;
    heard = Date.now();
    wait = SHORTEST;
    if (typeof data === "string") knowHosts(data);
    if (lostAt) {
      say(`Back at ${now()}. Nothing that was sent is lost.`);
      standsUntil = Date.now() + STANDS;
    } else if (data.byteLength && said.textContent && Date.now() > standsUntil) say("");
    lostAt = "";
    if (data.byteLength) terminal.write(new Uint8Array(data));
  };
  opened.onclose = (event) => opened === line && closed(event);
}

terminal.onData((data) => isOpen() && line.send(keys.encode(data)));
terminal.onBinary((data) => isOpen() && line.send(Uint8Array.from(data, (sign) => sign.charCodeAt(0))));
terminal.onResize(tellSize);
again.onclick = () => {
  isOver = false;
  again.hidden = true;
  say("Opening the screens …");
  open();
  terminal.focus();
};

// A laptop that slept, or a cable that was pulled, leaves a line that looks open: it is asked for a sign.
const look = () => {
  if (!isOpen()) return;
  if (Date.now() - heard > SILENCE) {
    const dead = line;
    line = null;
    dead.close();
    closed({ code: 0, reason: "" });
  } else line.send("?");
};
setInterval(look, EVERY);
for (const event of ["online", "focus", "pageshow"]) addEventListener(event, () => { look(); open(); });
open();
