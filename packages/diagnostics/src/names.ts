/** The names of locks, channels and stores in messages: given by the program, or counted. */
const names = new WeakMap<object, string>();
const counts = new Map<string, number>();

/** Names a lock, channel, actor or store in what diagnostics print. */
export function giveName(subject: object, name: string): void {
  names.set(subject, name);
}

/** The given name, or the class and a number, such as `FairLock 2`. */
export function nameOf(subject: object): string {
  let name = names.get(subject);
  if (name === undefined) {
    const kind = subject.constructor.name;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    name = `${kind} ${count}`;
    names.set(subject, name);
  }
  return name;
}

/** A key as it is written in messages. */
export function nameOfKey(key: unknown): string {
  if (typeof key === "string") return JSON.stringify(key);
  if (typeof key === "function") return "a function";
  if (typeof key !== "object" || key === null) return String(key);
  return "an object";
}
