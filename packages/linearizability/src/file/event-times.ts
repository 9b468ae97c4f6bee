/** The times of a file's events, for merging it with others. */
export class EventTimes {
  /** By the numbers of the events; a number that no event has has no time. */
  readonly #times: number[] = [];
  /** By process: when its latest event was. */
  readonly #latest = new Map<number, number>();

  /**
   * @param process undefined for what happened to the system.
   * @throws {SyntaxError} if there is no time, or if it is before that of the process's last event.
   */
  add(event: number, time: number | undefined, process: number | undefined): void {
    if (time === undefined) throw new SyntaxError('it has no "time" to merge it by');
    const latest = process === undefined ? undefined : this.#latest.get(process);
    if (latest !== undefined && time < latest) {
      throw new SyntaxError(
        `the time of process ${process} runs backwards here, from ${latest} to ${time}`,
      );
    }
    if (process !== undefined) this.#latest.set(process, time);
    while (this.#times.length < event) this.#times.push(NaN);
    this.#times[event] = time;
  }

  /** In nanoseconds, by the numbers of the events. */
  all(): Float64Array {
    return Float64Array.from(this.#times);
  }
}
