/** Tries again until it works, as most client libraries can. */
export async function retry(attempt: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      // No reply came. Whether the request arrived is not known.
    }
  }
}
