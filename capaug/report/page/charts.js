"use strict";
// The charts, each drawn when it comes into view and again when its width changes. Colours are the page's own names,
// so that they follow the theme. The tables beside them say the same to those who do not see them.

const charts = about.charts;
const COLOUR = { domain: ["negatives", "positives"], range: ["var(--negative)", "var(--positive)"] };
const PLAIN = { background: "none", color: "inherit", fontFamily: "inherit", fontSize: "13px", overflow: "visible" };
const NARROW = 560;
const BELOW = { marginBottom: 46 }; // room for the numbers and the label under them
const LABEL = { labelAnchor: "center", labelOffset: 42 };

const sides = new Map(charts.kinds.map((one) => [one.kind, one.side === "negatives" ? "− " : "+ "]));

/** The name of a kind behind the sign of its side; on a narrow page without its family. */
const kindName = (width) => (kind) => (sides.get(kind) ?? "") + (width < NARROW ? kind.slice(kind.indexOf(".") + 1) : kind);

function kindMargin(width, kinds) {
  return Math.ceil(Math.max(...kinds.map((kind) => kindName(width)(kind).length), 4) * 7.2) + 14;
}

const DRAW = {
  "chart-kinds": (width) => {
    const kinds = [...new Set(charts.kinds.map((one) => one.kind))];
    const several = charts.styles.length > 1;
    return Plot.plot({
      width, height: kinds.length * 24 + 70, marginLeft: kindMargin(width, kinds), marginRight: 50, style: PLAIN, ...BELOW,
      x: { ...LABEL, label: "texts", grid: true, tickFormat: "s", ticks: width < NARROW ? 3 : 8 },
      y: { label: null, domain: kinds, tickFormat: kindName(width), tickSize: 0 },
      color: several ? { domain: charts.styles, scheme: "observable10", legend: true } : COLOUR,
      marks: [
        Plot.barX(charts.kinds, { x: "count", y: "kind", fill: several ? "style" : "side", inset: 1, tip: true }),
        Plot.text(charts.kinds, Plot.groupY({ x: "sum", text: (of) => d3.sum(of, (one) => one.count).toLocaleString("en") },
          { x: "count", y: "kind", text: (one) => one, dx: 4, textAnchor: "start", fill: "currentColor" })),
        Plot.ruleX([0]),
      ],
    });
  },
  "chart-similarity": (width) => {
    const bars = charts.similarity.flatMap((one) => {
      const highest = Math.max(...one.bars.map(([, count]) => count));
      return one.bars.map(([from, count]) => ({ kind: one.kind, side: one.side, from, to: from + charts.step, count, height: count / highest }));
    });
    const kinds = charts.similarity.map((one) => one.kind);
    const margin = kindMargin(width, kinds);
    return Plot.plot({
      width, height: kinds.length * 44 + 70, marginLeft: margin, style: PLAIN, ...BELOW,
      x: { ...LABEL, label: "similarity", grid: true, ticks: width < NARROW ? 4 : 10 },
      y: { axis: null }, fy: { axis: null, domain: kinds, padding: 0.15 }, color: COLOUR,
      marks: [
        Plot.rectY(bars, { x1: "from", x2: "to", y: "height", fy: "kind", fill: "side", inset: 0.5, channels: { texts: "count" }, tip: { format: { y: false, x: ".2f", fill: false, fy: true } } }),
        Plot.ruleX(charts.similarity, { x: "mean", fy: "kind", stroke: "currentColor", strokeWidth: 2 }),
        Plot.ruleY([0]),
        Plot.text(charts.similarity, { fy: "kind", text: (one) => kindName(width)(one.kind), frameAnchor: "left", dx: -margin + 4, textAnchor: "start", fill: "currentColor" }),
      ],
    });
  },
  "chart-refusals": (width) => {
    const reasons = charts.refused.map((one) => one.reason);
    const letters = width < NARROW ? 18 : 40;
    const short = (reason) => (reason.length > letters ? `${reason.slice(0, letters - 1)}…` : reason);
    return Plot.plot({
      width, height: reasons.length * 24 + 70, marginLeft: Math.max(...reasons.map((one) => short(one).length)) * 7.2 + 14, marginRight: 60, style: PLAIN, ...BELOW,
      x: { ...LABEL, label: "candidates", grid: true, tickFormat: "s", ticks: width < NARROW ? 3 : 8 },
      y: { label: null, domain: reasons, tickFormat: short, tickSize: 0 },
      marks: [
        Plot.barX(charts.refused, { x: "count", y: "reason", fill: "var(--edge)", inset: 1, tip: true }),
        Plot.text(charts.refused, { x: "count", y: "reason", text: (one) => one.count.toLocaleString("en"), dx: 4, textAnchor: "start", fill: "currentColor" }),
        Plot.ruleX([0]),
      ],
    });
  },
  "chart-audit": (width) => {
    const kinds = [...new Set(charts.audit.map((one) => one.kind))];
    if (!kinds.length) return node("p", {}, "There are too few pairs of any kind to judge.");
    const symbols = { domain: ["ngram", "lm", "both"], range: ["square", "triangle", "circle"] };
    return Plot.plot({
      width, height: kinds.length * 28 + 70, marginLeft: kindMargin(width, kinds), marginRight: 20, style: PLAIN, ...BELOW,
      x: { ...LABEL, label: "share of pairs that are told", grid: true, domain: [Math.floor(Math.min(0.45, d3.min(charts.audit, (one) => one.share)) * 20) / 20, 1], ticks: width < NARROW ? 4 : 10 },
      y: { label: null, domain: kinds, tickFormat: kindName(width), type: "point", padding: 0.5, tickSize: 0 },
      symbol: { ...symbols, legend: true },
      color: { domain: symbols.domain, range: ["var(--edge)", "var(--link)", "currentColor"] },
      marks: [
        Plot.ruleX([0.5], { stroke: "var(--positive)", strokeWidth: 2, strokeDasharray: "5 3" }),
        Plot.dot(charts.audit, { x: "share", y: "kind", symbol: "judge", stroke: "judge", fill: "judge", r: 5, tip: true }),
      ],
    });
  },
};

function drawChart(box) {
  const width = Math.floor(box.clientWidth);
  if (!width || box.dataset.width === String(width)) return;
  box.dataset.width = width;
  const chart = DRAW[box.id](width);
  for (const svg of chart.matches("svg") ? [chart] : chart.querySelectorAll(":scope > svg")) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", box.dataset.label);
    for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  }
  box.replaceChildren(chart);
}

const seen = new Set();
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.add(target);
    near.unobserve(target);
    drawChart(target);
  }
}, { rootMargin: "400px" });
const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) if (seen.has(target)) requestAnimationFrame(() => drawChart(target));
});
for (const box of document.querySelectorAll(".chart")) {
  near.observe(box);
  resized.observe(box);
}
