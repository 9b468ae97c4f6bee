/** The schedules as cells, by their number of switches. One of them is in the tab order; arrow keys move. */
import type { JudgedSchedule } from "@sync-strategies/schedule-explorer";
import { useRef } from "preact/hooks";

interface Props {
  readonly schedules: readonly JudgedSchedule[];
  /** Whether the verdicts are shown. */
  readonly areShown: boolean;
  /** The letters of the chosen one. */
  readonly chosen: string | undefined;
  readonly onChoose: (schedule: string) => void;
}

/** With more cells than these, a cell shows its letters only to those who ask for it. */
const MOST_WITH_LETTERS = 120;

export function Cells({ schedules, areShown, chosen, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const areSmall = schedules.length > MOST_WITH_LETTERS;
  const isKnown = schedules.some(({ schedule }) => schedule === chosen);
  const tabStop = isKnown ? chosen : schedules[0]?.schedule;
  const groups = Map.groupBy(schedules, ({ switches }) => switches);
  const move = (event: KeyboardEvent): void => {
    const distance = MOVES[event.key];
    if (distance === undefined) return;
    const cells = [...(box.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const here = cells.indexOf(event.target as HTMLElement);
    cells[Math.min(Math.max(here + distance, 0), cells.length - 1)]?.focus();
    event.preventDefault();
  };
  return (
    <div class={`cells ${areSmall ? "small-cells" : ""}`} ref={box} onKeyDown={move}>
      {[...groups].map(([switches, each]) => (
        <section key={switches} class="cell-group" aria-label={switchesOf(switches)}>
          <h2 class="cell-heading">{switchesOf(switches)}</h2>
          <div class="cell-list">
            {each.map(({ schedule, kind }) => {
              const verdict = areShown ? (kind === undefined ? "passes" : "fails") : "hidden";
              return (
                <button
                  key={schedule}
                  type="button"
                  class={`cell ${verdict}`}
                  title={areSmall ? schedule : undefined}
                  aria-label={areShown ? `${schedule} ${verdict}` : schedule}
                  aria-pressed={schedule === chosen}
                  aria-disabled={!areShown}
                  tabIndex={schedule === tabStop ? 0 : -1}
                  onClick={() => {
                    if (areShown) onChoose(schedule);
                  }}
                >
                  <span class="cell-mark">{MARKS[verdict]}</span>
                  {!areSmall && <span>{schedule}</span>}
                </button>
              );
            })}
          </div>
        </section>
      ))}
    </div>
  );
}

const MARKS = { passes: "✓", fails: "✗", hidden: "?" } as const;

const MOVES: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

function switchesOf(count: number): string {
  return count === 1 ? "1 switch" : `${count} switches`;
}
