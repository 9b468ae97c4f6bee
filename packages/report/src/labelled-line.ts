/**
 * Curves with their names at their ends: a reader follows a line to its name instead of comparing
 * colours with a legend.
 *
 * The names are one column to the right of the picture, each as near to the height of its curve's
 * end as the others allow, and a thin line leads from the end to the name.
 */
import { colour, type Size } from "./charts.ts";
import type { Look } from "./palette.ts";
import { spread } from "./spread.ts";
import type { Drawing } from "./whiskers.ts";

/** Marks along a curve, in addition to those at its ends: enough to tell curves apart, and no more. */
const MARKS_WITHIN = 4;

/** From the picture's edge to the names: the room of the leading lines. */
const LEAD = 16;

export interface Curve {
  readonly name: string;
  readonly look: Look;
  /** Places on the axes, from left to right; a null value is a gap. */
  readonly points: readonly (readonly [number | string, number | null])[];
}

/** Of a grid: the room that the names need to the right of the picture. */
export function roomForNames(curves: readonly Curve[], { isNarrow }: Size): number {
  const longest = Math.max(...curves.map(({ name }) => name.length));
  return LEAD + 8 + longest * (isNarrow ? 6 : 7);
}

/** The series of a chart that draw these curves and their names. */
export function labelledLines(curves: readonly Curve[], size: Size): object[] {
  return [...curves.map(line), names(curves, size)];
}

function line({ name, look, points }: Curve): object {
  const step = Math.max(1, Math.round(points.length / (MARKS_WITHIN + 1)));
  const last = points.length - 1;
  return {
    name,
    type: "line",
    silent: true,
    symbolSize: 8,
    itemStyle: {
      color: look.mark.isHollow ? colour("card") : look.colour,
      borderColor: look.colour,
      borderWidth: 2,
    },
    lineStyle: { color: look.colour, width: 2, type: look.dash },
    data: points.map((value, index) => ({
      value,
      symbol: index === last || index % step === 0 ? look.mark.shape : "none",
    })),
  };
}

/** What ECharts tells of the picture's frame. */
interface Frame {
  readonly coordSys: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly dataIndex: number;
}

function names(curves: readonly Curve[], { isNarrow }: Size): object {
  const fontSize = isNarrow ? 11 : 12.5;
  const ends = curves.flatMap(({ name, look, points }) => {
    const end = points.findLast(([, value]) => value !== null);
    return end === undefined ? [] : [{ name, look, at: end as readonly [number | string, number] }];
  });
  return {
    type: "custom",
    silent: true,
    clip: false,
    data: ends.map(({ at }) => at),
    renderItem: ({ coordSys, dataIndex }: Frame, drawing: Drawing) => {
      // Each name's place depends on all others', so each drawing of one works out all.
      const places = ends.map(({ at: [x, y] }) => drawing.coord([x, y]));
      const heights = spread(
        places.map(([, y]) => y),
        { gap: fontSize + 2, from: coordSys.y, to: coordSys.y + coordSys.height },
      );
      const end = ends[dataIndex];
      const [x, y] = places[dataIndex] ?? [0, 0];
      const height = heights[dataIndex] ?? y;
      const edge = coordSys.x + coordSys.width;
      return {
        type: "group",
        children: [
          {
            type: "polyline",
            shape: {
              points: [
                [x + 6, y],
                [Math.max(x + 6, edge), height],
                [edge + LEAD - 4, height],
              ],
            },
            style: { stroke: end?.look.colour, lineWidth: 1, opacity: 0.6, fill: "none" },
          },
          {
            type: "text",
            x: edge + LEAD,
            y: height,
            style: {
              text: end?.name,
              fill: colour("ink"),
              fontSize,
              fontFamily: "inherit",
              verticalAlign: "middle",
            },
          },
        ],
      };
    },
  };
}
