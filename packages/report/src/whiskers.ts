/** Brackets that hold a true value with 95% confidence, and figures next to what is drawn. */
import { colour } from "./charts.ts";

/** The part of ECharts' drawing interface that a bracket needs. */
export interface Drawing {
  value(dimension: number): number;
  coord(point: readonly [number | string, number]): [number, number];
}

/** One horizontal bracket per row; rows are counted from below. */
export function whiskers(
  intervals: readonly { readonly low: number; readonly high: number; readonly row: number }[],
): object {
  return {
    type: "custom",
    silent: true,
    z: 5,
    data: intervals.map(({ low, high, row }) => [low, high, row]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_: unknown, drawing: Drawing) => {
      const [low, y] = drawing.coord([drawing.value(0), drawing.value(2)]);
      const [high] = drawing.coord([drawing.value(1), drawing.value(2)]);
      return {
        type: "group",
        children: [
          line(low, y, high, y),
          line(low, y - 5, low, y + 5),
          line(high, y - 5, high, y + 5),
        ],
      };
    },
  };
}

/** A text to the right of a place, in each row. */
export function textsBeside(
  texts: readonly { readonly text: string; readonly at: number; readonly row: number }[],
): object {
  return {
    type: "scatter",
    silent: true,
    symbolSize: 1,
    itemStyle: { opacity: 0 },
    data: texts.map(({ text, at, row }) => ({
      value: [at, row],
      label: {
        show: true,
        opacity: 1,
        position: "right",
        distance: 10,
        color: colour("ink"),
        fontSize: 13,
        formatter: text,
      },
    })),
  };
}

function line(x1: number, y1: number, x2: number, y2: number): object {
  return {
    type: "line",
    shape: { x1, y1, x2, y2 },
    style: { stroke: colour("ink"), lineWidth: 1.5 },
  };
}
