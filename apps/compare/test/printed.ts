/** What is printed to stdout while a function of the command runs in the test's own process. */
import { vi } from "vitest";

/** Prints as a command does whose stdout is a pipe of this width, without colours. */
export async function printedBy(
  print: () => unknown,
  { columns = 120 }: { columns?: number } = {},
): Promise<string> {
  let text = "";
  vi.stubEnv("COLUMNS", String(columns));
  vi.stubEnv("NO_COLOR", "1");
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await print();
    return text;
  } finally {
    stdout.mockRestore();
    vi.unstubAllEnvs();
  }
}
