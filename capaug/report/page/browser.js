"use strict";
// The browser of rows: filters, search, pages, keys. Its state stands in the address, so that it outlives a reload.

const A_PAGE = 20;
const WAIT = 50; // milliseconds without a key before a search begins

const blocks = [];
const field = Object.fromEntries(["search", "kind", "style", "reason", "marked", "page"].map((id) => [id, document.getElementById(id)]));
const list = document.getElementById("list");
let found = new Uint32Array(0); // numbers of the rows that pass the filters
let page = 0;
let goal = 0; // the page that is wanted, which may not be there yet
let drawn = ""; // what the list shows: it is drawn anew only when that changes
let review = null; // what a review adds (review.js)

const option = (value, text) => node("option", { value }, text);

function fillSelects() {
  const kinds = about.kinds.map((one, number) => ({ ...one, number })).sort((a, b) => a.kind.localeCompare(b.kind));
  field.kind.append(option("", "all"));
  for (const side of ["negatives", "positives"]) {
    const of = kinds.filter((one) => one.side === side);
    if (!of.length) continue;
    const group = node("optgroup", { label: side }, option(side, `all ${side}`));
    group.append(...of.map((one) => option(`${side}/${one.kind}`, one.kind)));
    field.kind.append(group);
  }
  field.style.append(option("", "all"), ...about.styles.map((style) => option(style, style)));
  field.reason.append(option("", "all captions"), option("no", "not rejected"), option("yes", "rejected, for any reason"));
  field.reason.append(...about.reasons.map((reason) => option(`=${reason}`, reason)));
  field.kind.parentElement.hidden = !kinds.length;
  field.style.parentElement.hidden = about.styles.length < 2;
  field.reason.parentElement.hidden = !about.reasons.length;
}

/** The words that are searched for, in small letters; what stands in quotation marks is one. */
function wantedWords() {
  return [...field.search.value.toLowerCase().matchAll(/"([^"]+)"|(\S+)/g)].map((one) => one[1] ?? one[2]);
}

/** The numbers of the kinds that the filter lets through; null for all. */
function wantedKinds() {
  if (!field.kind.value) return null;
  const [, side, kind] = /^(negatives|positives)(?:\/(.*))?$/s.exec(field.kind.value);
  const wanted = new Uint8Array(about.kinds.length);
  about.kinds.forEach((one, number) => { if (one.side === side && (kind === undefined || one.kind === kind)) wanted[number] = 1; });
  return wanted;
}

/** The rows of all blocks that pass the filters. */
function filtered() {
  const words = wantedWords();
  const kinds = wantedKinds();
  const style = field.style.value ? about.styles.indexOf(field.style.value) : -1;
  const reason = field.reason.value;
  const reasonNumber = reason.startsWith("=") ? about.reasons.indexOf(reason.slice(1)) : -1;
  const numbers = [];
  for (const block of blocks) {
    const c = block.columns;
    for (let k = 0; k < block.rows; k++) {
      if (style >= 0 && c.style[k] !== style) continue;
      if (reason && (reasonNumber >= 0 ? c.reason[k] !== reasonNumber : (c.reason[k] < 0) !== (reason === "no"))) continue;
      if (kinds && !hasKind(block, k, kinds)) continue;
      if (review && !review.shows(block.first + k)) continue;
      if (words.length && !words.every((word) => block.words[k].includes(word))) continue;
      numbers.push(block.first + k);
    }
  }
  return Uint32Array.from(numbers);
}

function hasKind(block, k, kinds) {
  for (let v = block.variants[k]; v < block.variants[k + 1]; v++) if (kinds[block.columns.kind[v]]) return true;
  return false;
}

function rowNumbered(number) {
  const block = blocks.findLast((one) => one.first <= number);
  return block.row(number - block.first);
}

const pageCount = () => Math.max(1, Math.ceil(found.length / A_PAGE));

/** Filter anew and show a page of what was found. */
function update(to = 0) {
  found = filtered();
  show(to);
}

/** Show a page of what was found. */
function show(to) {
  goal = Math.max(to, 0);
  page = Math.min(goal, pageCount() - 1);
  const numbers = found.subarray(page * A_PAGE, (page + 1) * A_PAGE);
  const words = wantedWords();
  const state = JSON.stringify([[...numbers], words, field.kind.value]);
  if (state !== drawn) {
    drawn = state;
    const kinds = wantedKinds();
    list.replaceChildren(...[...numbers].map((number) => {
      const row = rowNumbered(number);
      const article = rowArticle(row, (variant) => !kinds || kinds[variant.number], words);
      review?.dress(article, row);
      return article;
    }));
  }
  showCounts();
  remember();
}

function showCounts() {
  const many = (count) => count.toLocaleString("en");
  const unpacked = blocks.length ? blocks.at(-1).first + blocks.at(-1).rows : 0;
  const of = many(about.rows) + (unpacked < about.rows ? ` (${many(unpacked)} unpacked so far)` : "");
  const [first, last] = [page * A_PAGE + 1, Math.min((page + 1) * A_PAGE, found.length)];
  document.getElementById("found").textContent = found.length
    ? `${many(found.length)} of ${of}; ${many(first)} to ${many(last)} shown`
    : `None of ${of}`;
  field.page.value = page + 1;
  field.page.max = pageCount();
  document.getElementById("pages-count").textContent = many(pageCount());
  const ends = { first: page === 0, back: page === 0, next: page === pageCount() - 1, last: page === pageCount() - 1 };
  for (const [name, off] of Object.entries(ends)) document.querySelector(`[data-go="${name}"]`).disabled = off;
}

/** Go to a page, and to its first row. */
function turn(to) {
  show(to);
  const begin = document.getElementById("filters");
  if (begin.getBoundingClientRect().bottom < 0) begin.scrollIntoView({ block: "start", behavior: "instant" });
  list.querySelector("article")?.focus({ preventScroll: true });
}

const KEPT = ["search", "kind", "style", "reason", "marked"];

function remember() {
  const state = new URLSearchParams(KEPT.filter((name) => field[name]?.value).map((name) => [name, field[name].value]));
  if (page) state.set("page", page + 1);
  const hash = state.size ? `#rows?${state}` : location.hash.startsWith("#rows?") ? "#rows" : location.hash;
  if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
}

/** Set the filters as the address says; the page that it names. */
function recall() {
  const state = new URLSearchParams(location.hash.startsWith("#rows?") ? location.hash.slice(6) : "");
  for (const name of KEPT) if (field[name]) field[name].value = state.get(name) ?? "";
  for (const name of KEPT) if (field[name] && field[name].selectedIndex === -1) field[name].value = "";
  return Number(state.get("page") ?? 1) - 1 || 0;
}

function focusRow(step) {
  const articles = [...list.querySelectorAll("article")];
  const at = articles.indexOf(document.activeElement?.closest?.("#list article"));
  const next = at < 0 ? (step > 0 ? 0 : articles.length - 1) : at + step;
  if (next >= 0 && next < articles.length) {
    articles[next].focus();
    articles[next].scrollIntoView({ block: "nearest" });
  } else if (at >= 0 && page + step >= 0 && page + step < pageCount()) {
    turn(page + step);
    if (step < 0) list.lastElementChild?.focus();
  }
}

const current = () => document.activeElement?.closest?.("#list article") ?? null;

const KEYS = {
  j: () => focusRow(1),
  k: () => focusRow(-1),
  n: () => page < pageCount() - 1 && turn(page + 1),
  p: () => page > 0 && turn(page - 1),
  g: () => { const details = current()?.querySelector("details"); if (details) details.open = !details.open; },
  "/": () => { field.search.focus(); field.search.select(); },
  "?": () => document.getElementById("help").showModal(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!document.getElementById("keys-on").checked || document.getElementById("help").open) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = review?.keys[event.key] ?? KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function clearFilters() {
  for (const name of KEPT) if (field[name]) field[name].value = "";
}

/** Show the rows that a figure of the page counts. */
function showCounted(button) {
  clearFilters();
  if (button.dataset.kind) field.kind.value = `${button.dataset.side}/${button.dataset.kind}`;
  else field.reason.value = `=${button.dataset.reason}`;
  update();
  const rows = document.getElementById("rows");
  rows.scrollIntoView();
  rows.focus({ preventScroll: true });
}

function listen() {
  let waiting = 0;
  field.search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, WAIT); });
  for (const name of ["kind", "style", "reason", "marked"]) field[name]?.addEventListener("change", () => update());
  document.getElementById("filters").addEventListener("submit", (event) => { event.preventDefault(); update(); });
  document.getElementById("clear").addEventListener("click", () => { clearFilters(); update(); });
  document.getElementById("help-open").addEventListener("click", KEYS["?"]);
  const to = { first: () => 0, back: () => page - 1, next: () => page + 1, last: () => pageCount() - 1 };
  for (const button of document.querySelectorAll("[data-go]")) button.addEventListener("click", () => turn(to[button.dataset.go]()));
  field.page.addEventListener("change", () => turn(Number(field.page.value) - 1));
  for (const button of document.querySelectorAll("[data-kind], [data-reason]")) button.addEventListener("click", () => showCounted(button));
  document.addEventListener("keydown", onKey);
  window.addEventListener("hashchange", () => { if (location.hash.startsWith("#rows?")) update(recall()); });
}

/** Begin: the first block is shown as soon as it is unpacked, the others join it. */
async function begin() {
  fillSelects();
  listen();
  goal = recall();
  await unpackAll(blocks, () => {
    update(goal);
    performance.mark("capaug-first");
  });
  if (!blocks.length) update();
  performance.mark("capaug-ready");
  document.documentElement.dataset.ready = "";
}
