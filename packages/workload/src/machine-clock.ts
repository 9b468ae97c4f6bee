/**
 * Milliseconds on a clock that all threads and processes of a machine share. The clock of
 * `performance` begins anew in each of them; added to its beginning it may differ between
 * processes by milliseconds. So it is taken only where there is no other: in a browser.
 */
export function machineNow(): number {
  const hrtime = (globalThis as { process?: { hrtime?: () => [number, number] } }).process?.hrtime;
  if (hrtime === undefined) return performance.timeOrigin + performance.now();
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
