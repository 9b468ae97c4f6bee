/**
 * One strategy's lanes: time runs to the right, a line per client. What a client does is told by
 * shape, not by colour alone: a thin line waits, a block awaits while it holds the state, a hatched
 * block was for nothing, a dot is an operation that took no time.
 */
import type { Lane, Simulation } from "../../../simulation/simulate.ts";

const LANE_PX = 15;
const AXIS_PX = 20;

interface Props {
  readonly simulation: Simulation;
  readonly shownMs: number;
  /** What the picture shows, in a sentence. */
  readonly label: string;
}

export function LanesPicture({ simulation: { strategy, lanes }, shownMs, label }: Props) {
  const height = lanes.length * LANE_PX;
  const at = (ms: number): string => `${(100 * Math.min(ms, shownMs)) / shownMs}%`;
  const hatch = `hatch-${strategy}`;
  return (
    <div class="waits-picture">
      <ol class="waits-names" aria-hidden="true">
        {lanes.map((lane, index) => (
          <li key={index} class={lane.isStarved ? "starved" : undefined}>
            {nameOf(lane, index, lanes)}
          </li>
        ))}
      </ol>
      <svg width="100%" height={height + AXIS_PX} role="img" aria-label={label}>
        <defs>
          <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse">
            <path d="M0 4 L4 0" class="hatch" />
          </pattern>
        </defs>
        {ticks(shownMs).map((ms) => (
          <g key={ms} class="waits-tick">
            <line x1={at(ms)} x2={at(ms)} y1={0} y2={height} />
            <text
              x={at(ms)}
              y={height + 15}
              text-anchor={ms === 0 ? "start" : ms === shownMs ? "end" : "middle"}
            >
              {ms === 0 ? "0 ms" : ms}
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <LaneLine
            key={index}
            lane={lane}
            y={index * LANE_PX + LANE_PX / 2}
            at={at}
            endMs={shownMs}
            hatch={hatch}
          />
        ))}
      </svg>
    </div>
  );
}

interface LineProps {
  readonly lane: Lane;
  readonly y: number;
  readonly at: (ms: number) => string;
  readonly endMs: number;
  readonly hatch: string;
}

function LaneLine({ lane: { operations, role, isStarved }, y, at, endMs, hatch }: LineProps) {
  return (
    <g class={`waits-lane ${role}${isStarved ? " starved" : ""}`}>
      {operations.map(({ calledMs, attemptsMs, completedMs = endMs }, index) => {
        const servedMs = attemptsMs.at(-1) ?? completedMs;
        return (
          <g key={index}>
            {attemptsMs.slice(0, -1).map((startMs, attempt) => (
              <Block
                key={attempt}
                y={y}
                at={at}
                fromMs={startMs}
                toMs={attemptsMs[attempt + 1] ?? endMs}
                fill={`url(#${hatch})`}
              />
            ))}
            {servedMs > calledMs && (
              <line class="waiting" x1={at(calledMs)} x2={at(servedMs)} y1={y} y2={y} />
            )}
            {attemptsMs.length > 0 && completedMs > servedMs ? (
              <Block y={y} at={at} fromMs={servedMs} toMs={completedMs} />
            ) : (
              completedMs < endMs && <circle cx={at(completedMs)} cy={y} r={3} />
            )}
          </g>
        );
      })}
    </g>
  );
}

interface BlockProps {
  readonly y: number;
  readonly at: (ms: number) => string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fill?: string;
}

function Block({ y, at, fromMs, toMs, fill }: BlockProps) {
  const width = Number.parseFloat(at(toMs)) - Number.parseFloat(at(fromMs));
  return (
    <rect
      class={fill === undefined ? "holding" : "in-vain"}
      x={at(fromMs)}
      width={`${Math.max(0, width)}%`}
      y={y - 5}
      height={10}
      {...(fill !== undefined && { fill })}
    />
  );
}

/** "reader 3", "updater 1": counted within its role. */
function nameOf(lane: Lane, index: number, lanes: readonly Lane[]): string {
  const before = lanes.slice(0, index).filter(({ role }) => role === lane.role).length;
  return `${lane.role} ${before + 1}`;
}

function ticks(shownMs: number): number[] {
  const step = shownMs <= 60 ? 10 : shownMs <= 120 ? 20 : 50;
  return Array.from({ length: Math.floor(shownMs / step) + 1 }, (_, index) => index * step);
}
