"use strict";
// A row as a person sees it. Captions and texts are put in as text, never as markup.

function node(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A text with the words that are searched for marked. */
function marked(text, wanted) {
  const found = document.createDocumentFragment();
  const small = text.toLowerCase();
  if (small.length !== text.length) wanted = []; // a letter whose small form is longer: places would be off
  let done = 0;
  while (wanted.length) {
    let [at, length] = [-1, 0];
    for (const words of wanted) {
      const there = small.indexOf(words, done);
      if (there >= 0 && (at < 0 || there < at || (there === at && words.length > length))) [at, length] = [there, words.length];
    }
    if (at < 0) break;
    found.append(text.slice(done, at), node("mark", {}, text.slice(at, at + length)));
    done = at + length;
  }
  found.append(text.slice(done));
  return found;
}

/** A caption with its edits: what was taken out is struck, what was put in underlined; screen readers are told. */
function difference(caption, edits, wanted) {
  const found = document.createDocumentFragment();
  for (const [what, words] of pieces(caption, edits)) {
    if (what === "kept") found.append(marked(words, wanted));
    else {
      const [name, before] = what === "old" ? ["del", "[taken out: "] : ["ins", "[put in: "];
      found.append(node(name, {}, node("span", { className: "sr" }, before), marked(words, wanted), node("span", { className: "sr" }, "]")));
    }
  }
  return found;
}

const SIGNS = { negatives: ["−", "negative"], positives: ["+", "positive"] };

function variantItem(row, variant, wanted) {
  if (about.review?.blind) return node("li", { className: "blind" }, node("span", { className: "text", dir: "auto" }, marked(edited(row.read, variant.edits), wanted)));
  const [sign, side] = SIGNS[variant.kind.side];
  return node("li", { className: variant.kind.side },
    node("span", { className: "sign", title: side, ariaHidden: "true" }, sign),
    node("span", { className: "kind" }, node("span", { className: "sr" }, `${side}, `), variant.kind.kind),
    node("span", { className: "score", title: "similarity" }, variant.similarity === null ? "" : variant.similarity.toFixed(3)),
    node("span", { className: "text", dir: "auto" }, difference(row.read, variant.edits, wanted)));
}

/** The scene graph behind a summary, drawn when it is opened. */
function graphDetails(row) {
  const box = node("div", { className: "graph", tabIndex: 0, role: "region", ariaLabel: "Scene graph" });
  const details = node("details", {}, node("summary", {}, "Scene graph"), box);
  details.addEventListener("toggle", () => { if (details.open && !box.firstChild) box.append(drawGraph(row.graph)); });
  return details;
}

/** The article of a row, with those of its variants that `shows` lets through. */
function rowArticle(row, shows, wanted) {
  const body = node("div", {}, node("h3", { dir: "auto" }, marked(row.caption, wanted)));
  body.append(node("p", { className: "from" }, `image ${row.image}, caption ${row.id}, ${row.style}`));
  if (row.reason) body.append(node("p", { className: "why" }, node("strong", {}, row.reason), `: ${row.detail}`));
  if (row.read.length < row.caption.length && !row.reason) {
    body.append(node("p", { className: "note" }, `Read up to “${row.read.slice(-40)}”.`));
  }
  if (row.others.length) {
    const others = row.others.map((caption) => node("li", {}, marked(caption, wanted)));
    body.append(node("p", { className: "from" }, "Other captions of the image:"), node("ul", { className: "others" }, ...others));
  }
  const items = row.variants.filter(shows).map((variant) => variantItem(row, variant, wanted));
  if (items.length) body.append(node("ul", { className: "texts" }, ...items));
  if (!row.reason && !about.review?.blind) body.append(graphDetails(row));
  const article = node("article", { tabIndex: -1, ariaLabel: `Caption ${row.number + 1}: ${row.caption.slice(0, 200)}` });
  if (row.picture >= 0) article.append(node("img", { src: pictureOf(row.picture), alt: `Image ${row.image}`, loading: "lazy" }));
  article.append(body);
  return article;
}
