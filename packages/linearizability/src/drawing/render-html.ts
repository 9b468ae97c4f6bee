/**
 * A witness for a page: the same lanes as in the terminal, as a picture within the text (SVG), with
 * an arrow for each order, and the orders in words. It uses the colours of the page, and needs
 * neither a script nor a style sheet.
 */
import type { Witness } from "../explain/witness.ts";
import { figureOf } from "./figure.ts";
import { MARK_TITLE, type Bar, type Drawing } from "./witness-drawing.ts";

/** A character of the monospaced labels, in the picture's units. */
const CHARACTER = 8.4;
const LANE_HEIGHT = 46;
const BAR_HEIGHT = 22;
const MARK_HEIGHT = 20;
const MARGIN = 8;
/** Wider pictures show letters instead of labels, and explain them below. */
const MOST_CHARACTERS = 100;
/** Where arrows meet a bar, as shares of its width: one place for each direction. */
const ARROWS_AT = [0.3, 0.7] as const;
const ARROW_HEAD = 7;

/** @returns a `<figure>`. Everything that comes from the history is escaped. */
export function renderHtml(witness: Witness): string {
  const { held, drawing, legend, about, orders } = figureOf(witness, isNarrow, "A dashed bar");
  const entries = [...legend.operations, ...legend.marks];
  const parts = [
    paragraphs(held),
    drawing.lanes.length === 0 ? "" : drawPicture(witness, drawing),
    list(entries.map(({ name, meaning }) => `${name}: ${meaning}`)),
    paragraphs(about),
    list(orders),
  ];
  return `<figure class="witness" style="overflow-wrap:anywhere">${parts.join("")}</figure>`;
}

function isNarrow({ width }: Drawing): boolean {
  return width <= MOST_CHARACTERS;
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escape(line)}</p>`).join("");
}

function list(items: readonly string[]): string {
  if (items.length === 0) return "";
  return `<ul>${items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`;
}

function drawPicture(witness: Witness, { lanes, markRows, width }: Drawing): string {
  const widest = Math.max(...lanes.map(({ title }) => title.length));
  const titles = (markRows.length === 0 ? widest : Math.max(widest, MARK_TITLE.length)) + 2;
  const across = (characters: number): number => round(MARGIN + (titles + characters) * CHARACTER);
  const lanesFrom = MARGIN + markRows.length * MARK_HEIGHT;
  const middle = (lane: number): number => lanesFrom + (lane + 0.5) * LANE_HEIGHT;
  const bars = lanes.flatMap(({ bars: own }, lane) => own.map((bar) => ({ bar, lane })));
  const find = (place: number): { bar: Bar; lane: number } | undefined =>
    bars.find(({ bar }) => bar.place === place);

  const total = {
    width: across(width + 1) + MARGIN,
    height: middle(lanes.length - 1) + LANE_HEIGHT / 2 + MARGIN,
  };
  // A mark is a line through all lanes, since it happened to the system that they share.
  const drawnMarks = markRows.flatMap((row, index) => {
    const y = MARGIN + (index + 0.5) * MARK_HEIGHT + 4;
    const title = `<text x="${MARGIN}" y="${y}">${MARK_TITLE}</text>`;
    const marks = row.map(({ label, start }) => {
      const x = across(start);
      return (
        `<line x1="${x}" x2="${x}" y1="${y - MARK_HEIGHT / 2}" y2="${total.height - MARGIN}" ` +
        `stroke="currentColor" stroke-opacity="0.4" stroke-dasharray="2 3"/>` +
        `<text x="${round(x + CHARACTER / 2)}" y="${y}">${escape(label)}</text>`
      );
    });
    return index === 0 ? [title, ...marks] : marks;
  });
  // A lane's line runs between its bars, never through the words in them.
  const drawnLanes = lanes.map(({ title, bars: own }, lane) => {
    const ends = [...own.map(({ start }) => across(start)), across(width)];
    const gaps = [across(0), ...own.map(({ end }) => across(end + 1))].map(
      (from, gap) => [from, ends[gap] ?? from] as const,
    );
    const lines = gaps
      .filter(([from, to]) => to > from)
      .map(
        ([from, to]) =>
          `<line x1="${from}" x2="${to}" y1="${middle(lane)}" y2="${middle(lane)}" ` +
          `stroke="currentColor" stroke-opacity="0.15"/>`,
      );
    return `<text x="${MARGIN}" y="${middle(lane) + 4}">${escape(title)}</text>${lines.join("")}`;
  });
  const drawnBars = bars.map(({ bar, lane }) => {
    const [left, right] = [across(bar.start), across(bar.end + 1)];
    const top = middle(lane) - BAR_HEIGHT / 2;
    return (
      `<rect x="${left}" y="${top}" width="${round(right - left)}" height="${BAR_HEIGHT}" rx="4" ` +
      `fill="currentColor" fill-opacity="0.1" stroke="currentColor"` +
      `${bar.isOpen ? ' stroke-dasharray="4 3"' : ""}/>` +
      `<text x="${round(left + CHARACTER * 0.75)}" y="${middle(lane) + 4}">${escape(bar.label)}</text>`
    );
  });
  const drawnOrders = witness.orders.map(({ before, after, isTime }, index) => {
    const [from, to] = [find(before), find(after)];
    if (from === undefined || to === undefined) return "";
    const share = ARROWS_AT[index % 2] ?? 0.5;
    const x = ({ start, end }: Bar): number => across(start + share * (end + 1 - start));
    const down = to.lane > from.lane ? 1 : -1;
    const tip = { x: x(to.bar), y: middle(to.lane) - down * (BAR_HEIGHT / 2) };
    const end = tip.y - down * ARROW_HEAD;
    const isLater = tip.x > across(from.bar.end + 1);
    const isEarlier = tip.x < across(from.bar.start);
    let line: string;
    if (isLater || isEarlier) {
      // Along the lane, then around the corner.
      const side = across(isLater ? from.bar.end + 1 : from.bar.start);
      line = `M${side} ${middle(from.lane)} Q${tip.x} ${middle(from.lane)} ${tip.x} ${end}`;
    } else {
      const start = { x: x(from.bar), y: middle(from.lane) + down * (BAR_HEIGHT / 2) };
      line =
        `M${start.x} ${start.y} C${start.x} ${start.y + down * ARROW_HEAD} ` +
        `${tip.x} ${end - down * ARROW_HEAD} ${tip.x} ${end}`;
    }
    // What time says can be seen from the bars; the other orders cannot.
    const opacity = isTime === true ? 0.35 : 0.8;
    return (
      `<path d="${line}" fill="none" stroke="currentColor" stroke-width="1.5" ` +
      `stroke-opacity="${opacity}"/>` +
      `<path d="M${tip.x} ${tip.y} l-4 ${-down * ARROW_HEAD} h8 z" ` +
      `fill="currentColor" fill-opacity="${opacity}"/>`
    );
  });
  const title = `What ${lanes.length} ${lanes.length === 1 ? "client" : "clients"} did, in time`;
  return (
    `<div style="overflow-x:auto" tabindex="0">` +
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" ` +
    `width="${total.width}" height="${total.height}" style="display:block" role="img" ` +
    `font-family="ui-monospace, monospace" font-size="14" fill="currentColor">` +
    `<title>${title}</title>` +
    `${drawnMarks.join("")}${drawnLanes.join("")}${drawnBars.join("")}${drawnOrders.join("")}</svg></div>`
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
