/**
 * Charts as SVG within the page, drawn by ECharts while the report is written: a page without
 * scripts shows them, printed or offline.
 *
 * The page, not the chart, knows the colours: charts are drawn in placeholders, which then become the
 * page's CSS variables. So one drawing serves light and dark. Each chart is drawn twice, for wide
 * pages and for phones; the style sheet shows one of them.
 */
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { html, Html } from "./html.ts";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  SVGRenderer,
]);

/** How many series have their own colour. */
export const SERIES_COLOURS = 10;

const seriesNumbers = Array.from({ length: SERIES_COLOURS }, (_, index) => index);

/** Placeholders for the page's colours: no chart draws in these by chance. */
const standIns = new Map<string, string>([
  ["ink", "#01fe01"],
  ["muted", "#01fe02"],
  ["grid", "#01fe03"],
  ["card", "#01fe04"],
  ...seriesNumbers.map((index) => [`series-${index}`, `#02fd0${index}`] as const),
  ...seriesNumbers.map((index) => [`pale-${index}`, `#02fe0${index}`] as const),
]);

/** Those with numbers are a strategy's; pale is the same with less weight. */
export type ColourName = "ink" | "muted" | "grid" | "card" | `series-${number}` | `pale-${number}`;

export function colour(name: ColourName): string {
  const standIn = standIns.get(name);
  if (standIn === undefined) throw new RangeError(`there is no colour ${name}`);
  return standIn;
}

/** How large a chart is drawn, and whether for a phone. */
export interface Size {
  readonly width: number;
  readonly isNarrow: boolean;
}

const sizes: readonly Size[] = [
  { width: 1010, isNarrow: false },
  { width: 350, isNarrow: true },
];

export interface Chart {
  /** What the picture shows, for readers who do not see it. */
  readonly label: string;
  readonly height: (size: Size) => number;
  readonly option: (size: Size) => EChartsCoreOption;
}

/** A figure with its caption: what it shows and how to read it. */
export function figure(chart: Chart, caption: Html): Html {
  return html`<figure>
    ${sizes.map((size) => draw(chart, size))}
    <figcaption>${caption}</figcaption>
  </figure>`;
}

function draw(chart: Chart, size: Size): Html {
  const height = chart.height(size);
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: size.width, height });
  drawing.setOption({
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: "inherit", fontSize: 13, color: colour("ink") },
    ...chart.option(size),
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  const label = html`${chart.label}`.text;
  return new Html(
    inPageColours(svg)
      // Effects of the mouse, which need a script to do anything useful.
      .replace(/<style[^>]*>[\s\S]*?<\/style>/, "")
      .replace(
        "<svg ",
        `<svg class="${size.isNarrow ? "narrow" : "wide"}" role="img" aria-label="${label}" `,
      ),
  );
}

function inPageColours(svg: string): string {
  let text = svg;
  for (const [name, standIn] of standIns) text = text.replaceAll(standIn, `var(--${name})`);
  return text;
}

/** An axis in the page's colours. */
export function axis(option: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { axisLabel, splitLine, nameTextStyle, ...rest } = option as Record<string, object>;
  return {
    axisLine: { lineStyle: { color: colour("grid") } },
    axisTick: { show: false },
    minorTick: { show: false },
    axisLabel: { color: colour("muted"), fontSize: 13, hideOverlap: true, ...axisLabel },
    splitLine: { lineStyle: { color: colour("grid") }, ...splitLine },
    nameTextStyle: { color: colour("muted"), fontSize: 13, ...nameTextStyle },
    ...rest,
  };
}

/** Of a grid: its bounds hold the axes' labels too. */
export const labelsInside = { outerBoundsMode: "same", outerBoundsContain: "axisLabel" } as const;

/** How much room the names next to a picture take. */
export function roomFor(names: readonly string[]): number {
  return 14 + Math.max(...names.map((name) => name.length)) * 7.3;
}

/** Round values for the marks of a logarithmic axis, the fewer the more it spans. */
export function roundValues(least: number, most: number): number[] {
  const span = most / least;
  const digits =
    span > 50 ? [1] : span > 3 ? [1, 2, 5] : span > 1.5 ? [1, 1.2, 1.5, 2, 3, 5, 7] : tenths;
  const exponents = Array.from({ length: 13 }, (_, index) => index - 6);
  return exponents
    .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
    .filter((value) => value >= least && value <= most);
}

/** 1, 1.1, and so on to 9.9. */
const tenths = Array.from({ length: 90 }, (_, index) => (index + 10) / 10);

/** `1.2M`, `350k` */
export function shortCount(value: number): string {
  if (value >= 1e6) return `${trim(value / 1e6)}M`;
  return value >= 1e3 ? `${trim(value / 1e3)}k` : trim(value);
}

function trim(value: number): string {
  return String(Number(value.toPrecision(3)));
}
