/** Figures as people read them. */

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `1,234,567` */
export function count(value: number): string {
  return whole.format(value);
}

/** Three significant digits and the unit that suits: `870 ns`, `1.23 µs`, `45.6 ms`. */
export function duration(microseconds: number): string {
  if (microseconds < 1) return `${Math.round(microseconds * 1000)} ns`;
  if (microseconds < 1000) return `${threeDigits(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${threeDigits(microseconds / 1000)} ms`;
  return `${threeDigits(microseconds / 1_000_000)} s`;
}

/** `12.3%` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** How many times as much: `0.87`, `3.4`, `12`. */
export function ratio(value: number): string {
  return value < 1.995 ? value.toFixed(2) : value < 9.95 ? value.toFixed(1) : value.toFixed(0);
}

/** "a", "a and b", "a, b and c" */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function threeDigits(value: number): string {
  return value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

/** `640 B` */
export function bytes(value: number): string {
  return `${count(value)} B`;
}

/** `0.987` */
export function index(value: number): string {
  return value.toFixed(3);
}

/** "1 reader", "100 readers" */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
