/**
 * A value may have been seen although the operation that would have put it there failed. An engine
 * does not know of such operations, since they had no effect; a reader has to.
 */
import { isSame } from "../history/fingerprint.ts";
import { clientOf, returnOf, type Operation } from "../history/operation.ts";
import { capital, describeValue } from "./describe-operation.ts";
import type { Explanation } from "./witness.ts";

/** More failed operations are not named. */
const MOST_NAMED = 3;

/**
 * The explanation with a sentence for each failed operation whose value was seen in the witness.
 *
 * @param failed operations that certainly had no effect.
 */
export function withFailed<Explained extends Explanation>(
  explained: Explained,
  failed: readonly Operation[],
): Explained {
  const { witness } = explained;
  const written = [...witness.operations, ...witness.context].flatMap(valuesPut);
  const seen = failed.filter(
    (operation) =>
      operation.key === witness.key &&
      valuesPut(operation).some(
        (value) =>
          !written.some((other) => isSame(other, value)) &&
          witness.operations.some(
            (other) => operation.called < returnOf(other) && hasSeen(other, value),
          ),
      ),
  );
  const sentences = seen.slice(0, MOST_NAMED).map((operation) => {
    const value = describeValue(valuesPut(operation)[0]);
    return ` ${capital(clientOf(operation))}'s ${operation.name} of ${value} failed, so it did not take effect.`;
  });
  return { ...explained, explanation: explained.explanation + sentences.join("") };
}

/** The value that the operation would put there, if it is one. */
function valuesPut({ name, input, output }: Operation): unknown[] {
  if (name === "cas") return Array.isArray(input) ? input.slice(1) : [];
  if (name === "update") return Array.isArray(output) ? output.slice(1) : [];
  return input === undefined ? [] : [input];
}

function hasSeen({ name, input, output }: Operation, value: unknown): boolean {
  if (name === "cas") return output === true && Array.isArray(input) && isSame(input[0], value);
  if (name === "update") return Array.isArray(output) && isSame(output[0], value);
  if (output === undefined) return false;
  return (
    isSame(output, value) ||
    (Array.isArray(output) && output.some((item) => isSame(item, value))) ||
    (typeof output === "string" &&
      typeof value === "string" &&
      value !== "" &&
      output.includes(value))
  );
}
