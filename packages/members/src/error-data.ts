/**
 * Errors as plain data. A structured clone of an error keeps neither its `code` nor the name of its
 * class, and fails if the error carries a function.
 */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorData;
}

/** How many causes of causes are kept: they may form a circle. */
const MAXIMUM_DEPTH = 10;

/** Describes what was thrown, which may be no error, and may even throw when it is looked at. */
export function errorData(thrown: unknown, depth = 0): ErrorData {
  try {
    if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) };
    const { name, message, stack, cause } = thrown;
    const code: unknown = Reflect.get(thrown, "code");
    return {
      name,
      message,
      ...((typeof code === "string" || typeof code === "number") && { code }),
      ...(typeof stack === "string" && { stack }),
      ...(cause !== undefined && depth < MAXIMUM_DEPTH && { cause: errorData(cause, depth + 1) }),
    };
  } catch {
    return { name: "Error", message: "something that cannot be shown" };
  }
}

/** An error that reads like the one described: its message, name, code, stack and causes. */
export function errorFrom({ name, message, code, stack, cause }: ErrorData): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause: errorFrom(cause) });
  error.name = name;
  // Its stack, and none of this process's: what is missing there is missing here.
  Object.assign(error, { stack }, code === undefined ? undefined : { code });
  return error;
}
