"use strict";
// A scene graph drawn: its objects below each other with their attributes, its relations as arrows at the side.

const SVG = "http://www.w3.org/2000/svg";
const LINE = 34; // pixels from an object to the next
const GAP = 14;
const ruler = document.createElement("canvas").getContext("2d");

/** Pixels that words take. */
function widthOf(words, style = "") {
  ruler.font = `${style} 14px ${getComputedStyle(document.body).fontFamily}`;
  return Math.ceil(ruler.measureText(words).width);
}

function shape(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A graph in words: "red horse; man; man ride horse". */
function graphText(graph) {
  const name = (k) => graph.things[k] ?? "?";
  const things = graph.things.map((thing, k) =>
    [...graph.attributes.filter((one) => one.thing === k).map((one) => one.name), thing].join(" "));
  const relations = graph.relations.map((one) => `${name(one.subject)} ${one.predicate} ${name(one.object)}`);
  return [...things, ...relations].join("; ");
}

/** Lanes for arrows, so that no two of a lane lie beside each other: the short ones stand inside. */
function lanesOf(relations) {
  const spans = relations.map((one, k) => ({ k, low: Math.min(one.subject, one.object), high: Math.max(one.subject, one.object) }));
  spans.sort((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low);
  const lanes = [];
  const found = [];
  for (const span of spans) {
    let lane = lanes.findIndex((taken) => taken.every((other) => span.low >= other.high || span.high <= other.low));
    if (lane < 0) lane = lanes.push([]) - 1;
    lanes[lane].push(span);
    found[span.k] = lane;
  }
  return { of: found, members: lanes };
}

/** The graph as an SVG element. */
function drawGraph(graph) {
  const height = Math.max(graph.things.length, 1) * LINE + 8;
  const ends = [];
  const drawn = [];
  graph.things.forEach((thing, k) => {
    const y = k * LINE + LINE / 2 + 4;
    drawn.push(shape("text", { x: 2, y, "dominant-baseline": "central", class: "thing", fill: "currentColor" }, thing));
    let x = 2 + widthOf(thing, "600") + 10;
    for (const one of graph.attributes.filter((attribute) => attribute.thing === k)) {
      const width = widthOf(one.name) + 18;
      drawn.push(shape("rect", { x, y: y - 12, width, height: 24, rx: 12, class: "chip" }));
      drawn.push(shape("text", { x: x + width / 2, y, "text-anchor": "middle", "dominant-baseline": "central", fill: "currentColor" }, one.name));
      x += width + 6;
    }
    ends.push(x);
  });
  const lanes = lanesOf(graph.relations);
  const left = Math.max(60, ...ends) + GAP;
  const places = [];
  let right = left;
  lanes.members.forEach((spans) => {
    places.push(right + 18);
    right += 34 + Math.max(...spans.map(({ k }) => widthOf(graph.relations[k].predicate, "italic")));
  });
  graph.relations.forEach((one, k) => {
    if (!(one.subject in graph.things) || !(one.object in graph.things)) return;
    const [from, to] = [one.subject, one.object].map((thing) => thing * LINE + LINE / 2 + 4);
    const down = Math.sign(to - from) || 1;
    const x = places[lanes.of[k]];
    const [begin, end] = from === to ? [from - 6, to + 6] : [from + 5 * down, to - 5 * down];
    const [leave, arrive] = [ends[one.subject] + 2, ends[one.object] + 2];
    drawn.push(shape("path", { d: `M${leave} ${begin}H${x - 6}Q${x} ${begin} ${x} ${begin + 6 * down}V${end - 6 * down}Q${x} ${end} ${x - 6} ${end}H${arrive + 7}`, class: "link-line" }));
    drawn.push(shape("path", { d: `M${arrive} ${end}l8 -4.5v9z`, class: "arrow" }));
    const middle = (begin + end) / 2;
    drawn.push(shape("rect", { x: x - 3, y: middle - 10, width: widthOf(one.predicate, "italic") + 8, height: 20, class: "behind" }));
    drawn.push(shape("text", { x: x + 2, y: middle, "dominant-baseline": "central", "font-style": "italic", fill: "currentColor" }, one.predicate));
  });
  const width = Math.ceil(right + 4);
  const svg = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "font-size": 14, "aria-label": `Scene graph: ${graphText(graph) || "no objects"}` });
  svg.append(...drawn);
  if (!graph.things.length) svg.append(shape("text", { x: 2, y: LINE / 2, fill: "currentColor" }, "no objects"));
  return svg;
}
