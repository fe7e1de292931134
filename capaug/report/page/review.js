"use strict";
// Marks: buttons and keys beside each text. What is said is sent at once, and said to be saved once it is.

const marks = new Map(Object.entries(about.review.marks).map(([place, said]) => [Number(place), said]));
const asked = about.review.blind
  ? { truth: { false: "f", true: "t", open: "o" }, grammar: { bad: "b" }, sense: { odd: "d" } }
  : { verdict: { right: "r", wrong: "w" } };
const [MAIN] = Object.keys(asked); // what a mark has to say; the rest is in order unless said otherwise
const ok = about.review.blind ? { grammar: "ok", sense: "ok" } : {};
const drafts = new Map(); // what was said of grammar and sense before the truth
let sending = Promise.resolve();

const saidOf = (place) => marks.get(place) ?? drafts.get(place) ?? {};

/** Send what is said of a text, one after the other; what cannot be saved is taken back. */
function send(place, said, before) {
  sending = sending.then(async () => {
    const message = document.getElementById("saved");
    try {
      const answer = await fetch("marks", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify([place, said]) });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? answer.statusText);
      message.textContent = "";
    } catch (error) {
      if (before) marks.set(place, before);
      else marks.delete(place);
      refresh(place);
      message.className = "failed";
      message.textContent = `Not saved: ${error.message}. Is capaug review still running?`;
    }
  });
}

function say(place, question, answer) {
  const before = marks.get(place);
  if (question !== MAIN) {
    const said = saidOf(place);
    const turned = { ...ok, ...said, [question]: said[question] === answer ? ok[question] : answer };
    if (!before) drafts.set(place, turned);
    else { marks.set(place, turned); send(place, turned, before); }
  } else {
    const said = { ...ok, ...saidOf(place), [MAIN]: answer };
    drafts.delete(place);
    marks.set(place, said);
    send(place, said, before);
  }
  refresh(place);
}

function takeBack(place) {
  const before = marks.get(place);
  drafts.delete(place);
  marks.delete(place);
  if (before) send(place, {}, before);
  refresh(place);
}

/** Show what is said of a text, and how many have a mark. */
function refresh(place) {
  const article = list.querySelector(`article[data-place="${place}"]`);
  for (const button of article?.querySelectorAll("button[data-question]") ?? []) {
    button.ariaPressed = String(saidOf(place)[button.dataset.question] === button.dataset.answer);
  }
  document.getElementById("progress").max = about.rows;
  document.getElementById("progress").value = marks.size;
  document.getElementById("marked-count").textContent = `${marks.size.toLocaleString("en")} of ${about.rows.toLocaleString("en")} marked`;
}

/** Go to the next text without a mark behind a place, or else to the first. */
function goOn(after) {
  const numbers = [...found];
  const at = numbers.indexOf(after);
  const order = [...numbers.slice(at + 1), ...numbers.slice(0, at + 1)];
  const next = order.find((number) => !marks.has(number));
  if (next === undefined) return;
  const to = Math.floor(numbers.indexOf(next) / A_PAGE);
  if (to !== page) show(to);
  const article = list.querySelector(`article[data-place="${next}"]`);
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "center", behavior: "instant" });
}

function buttons(place) {
  const groups = Object.entries(asked).map(([question, possible]) => {
    const of = Object.entries(possible).map(([answer, key]) => {
      const button = node("button", { type: "button", ariaPressed: String(saidOf(place)[question] === answer), ariaKeyShortcuts: key }, answer, " ", node("kbd", { ariaHidden: "true" }, key));
      Object.assign(button.dataset, { question, answer });
      button.addEventListener("click", () => say(place, question, answer));
      return button;
    });
    const name = about.review.blind ? [node("span", {}, question)] : [];
    return node("span", { role: "group", ariaLabel: question }, ...name, ...of);
  });
  return node("div", { className: "marks" }, ...groups);
}

const placeOf = (article) => Number(article.dataset.place);
const keyed = {};
for (const [question, possible] of Object.entries(asked)) {
  for (const [answer, key] of Object.entries(possible)) {
    keyed[key] = () => {
      if (!current()) return goOn(-1);
      const place = placeOf(current());
      say(place, question, answer);
      if (question === MAIN) goOn(place);
    };
  }
}
keyed.u = () => current() && takeBack(placeOf(current()));

review = {
  keys: keyed,
  shows(place) {
    const wanted = field.marked.value;
    if (!wanted) return true;
    if (wanted === "no" || wanted === "yes") return marks.has(place) === (wanted === "yes");
    return marks.get(place)?.verdict === wanted;
  },
  dress(article, row) {
    article.dataset.place = row.number;
    article.querySelector(".texts li").append(buttons(row.number));
  },
};

document.getElementById("next-open").addEventListener("click", () => goOn(current() ? placeOf(current()) : -1));
document.getElementById("done").addEventListener("click", async () => {
  await sending;
  const message = document.getElementById("saved");
  try {
    await fetch("done", { method: "POST" });
    message.className = "";
    message.textContent = "The marks are saved; what they say stands in the terminal. This page can be closed.";
    for (const button of document.querySelectorAll("button")) button.disabled = true;
  } catch {
    message.className = "failed";
    message.textContent = "capaug review does not run any more; the marks that were sent are saved.";
  }
});
refresh(-1);
