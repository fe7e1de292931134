"use strict";
// The rows of the page: blocks of columns, unpacked one after the other, and what a row is.

const about = JSON.parse(document.getElementById("about").textContent);

/** Where the items of each row begin in a column that holds those of all rows; one more than there are rows. */
function starts(counts) {
  const found = new Uint32Array(counts.length + 1);
  for (let k = 0; k < counts.length; k++) found[k + 1] = found[k] + counts[k];
  return found;
}

/** A block of rows. `first` is the number of its first row in the page. */
class Block {
  constructor(columns, first) {
    this.columns = columns;
    this.first = first;
    this.rows = columns.caption.length;
    this.things = starts(columns.things);
    this.attributes = starts(columns.attributes);
    this.relations = starts(columns.relations);
    this.variants = starts(columns.variants);
    this.edits = starts(columns.edits);
    this.words = Array.from({ length: this.rows }, (_, k) => this.wordsOf(k));
  }

  /** The edits of a variant, left to right: [start, end, new]. */
  editsOf(variant) {
    const { start, end, new: words } = this.columns;
    const found = [];
    for (let e = this.edits[variant]; e < this.edits[variant + 1]; e++) found.push([start[e], end[e], words[e]]);
    return found;
  }

  /** What a search looks through in row `k`: the caption, its texts and its ids, in small letters. */
  wordsOf(k) {
    const c = this.columns;
    const read = readPart(c.caption[k], c.read[k]);
    const cut = cutter(read);
    let words = `${c.caption[k]}\n${c.image[k]}\n${c.id[k]}`;
    for (let v = this.variants[k]; v < this.variants[k + 1]; v++) {
      words += "\n";
      let done = 0;
      for (let e = this.edits[v]; e < this.edits[v + 1]; e++) {
        words += cut(done, c.start[e]) + c.new[e];
        done = c.end[e];
      }
      words += cut(done);
    }
    return words.toLowerCase();
  }

  /** Row `k` of the block as an object. */
  row(k) {
    const c = this.columns;
    const slice = (name, at) => c[name].slice(at[k], at[k + 1]);
    const variants = [];
    for (let v = this.variants[k]; v < this.variants[k + 1]; v++) {
      variants.push({ kind: about.kinds[c.kind[v]], number: c.kind[v], similarity: c.similarity[v], edits: this.editsOf(v) });
    }
    const of = slice("of", this.attributes);
    const names = slice("attribute", this.attributes);
    const subjects = slice("subject", this.relations);
    const predicates = slice("predicate", this.relations);
    const objects = slice("object", this.relations);
    return {
      number: this.first + k,
      image: c.image[k],
      id: c.id[k],
      caption: c.caption[k],
      read: readPart(c.caption[k], c.read[k]),
      style: about.styles[c.style[k]],
      reason: c.reason[k] < 0 ? "" : about.reasons[c.reason[k]],
      detail: c.detail[k],
      picture: c.picture[k],
      others: c.others[k],
      graph: {
        things: slice("thing", this.things),
        attributes: of.map((thing, i) => ({ thing, name: names[i] })),
        relations: subjects.map((subject, i) => ({ subject, predicate: predicates[i], object: objects[i] })),
      },
      variants,
    };
  }
}

/** What was read of a caption, of which the edits speak: all of it, or its first characters. */
function readPart(caption, read) {
  return read ? firstOf(caption, read) : caption;
}

// Offsets count characters as Python does: where a caption holds some beyond the first plane, so must we.
const BEYOND = /[\ud800-\udfff]/;

function firstOf(text, end) {
  return BEYOND.test(text) ? [...text].slice(0, end).join("") : text.slice(0, end);
}

/** A text cut at offsets: a function of (start, end). */
function cutter(text) {
  if (!BEYOND.test(text)) return (start, end) => text.slice(start, end);
  const letters = [...text];
  return (start, end) => letters.slice(start, end).join("");
}

/** The caption piece by piece: ["kept" | "old" | "new", words]; no piece is empty. */
function pieces(caption, edits) {
  const cut = cutter(caption);
  const found = [];
  let done = 0;
  const add = (what, words) => words && found.push([what, words]);
  for (const [start, end, words] of edits) {
    add("kept", cut(done, start));
    add("old", cut(start, end));
    add("new", words);
    done = end;
  }
  add("kept", cut(done));
  return found;
}

/** The text that edits make of a caption. */
function edited(caption, edits) {
  return pieces(caption, edits).filter(([what]) => what !== "old").map(([, words]) => words).join("");
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64); // browsers of 2025
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return bytes;
}

async function unpacked(element) {
  const bytes = bytesOf(element.textContent);
  element.remove();
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** Unpack the blocks in turn and hand each on; the page can be used from the first on. */
async function unpackAll(blocks, onBlock) {
  let first = 0;
  for (const element of document.querySelectorAll("script.block")) {
    const block = new Block(await unpacked(element), first);
    first += block.rows;
    blocks.push(block);
    onBlock();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const packs = [...document.querySelectorAll("script.pack")];
const pictures = [];
const A_PACK = 500;

/** The address of a picture, which is in the page; in a review the program that serves it has it. */
function pictureOf(number) {
  if (about.review) return `picture/${number}`;
  const pack = Math.floor(number / A_PACK);
  pictures[pack] ??= JSON.parse(packs[pack].textContent);
  return `data:image/webp;base64,${pictures[pack][number % A_PACK]}`;
}
