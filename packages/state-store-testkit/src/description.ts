/** What a strategy says of itself, as tables, headings and the command line print it. */
import {
  isShared,
  LACKS,
  SPANS,
  TRAIT_VALUES,
  VALUE_KINDS,
  type SharedStrategy,
  type Strategy,
} from "@sync-strategies/state-store";

type Described = Strategy | SharedStrategy;

/** The faults, one sentence each; none if it can be printed as it is and its traits agree. */
export function faultsOfDescription(strategy: Described): string[] {
  return rules
    .filter(({ field, shape }) => !shape.test(strategy[field] ?? ""))
    .map(({ field, rule }) => `The ${field} "${strategy[field]}" ${rule}.`)
    .concat(
      faultsOfReply(strategy),
      unknownTraitsOf(strategy),
      contradictionsOf(strategy),
      isShared(strategy) ? faultsOfShared(strategy) : [],
    );
}

const rules = [
  {
    field: "id",
    shape: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    rule: "must be lower-case words joined by hyphens",
  },
  {
    field: "title",
    shape: /^\S(.*[^\s.])?$/,
    rule: "must be one line, without a full stop at its end",
  },
  {
    field: "summary",
    shape: /^\S((?!\. ).)*[^\s.]\.$/,
    rule: "must be one sentence on one line, with its full stop",
  },
] as const;

function faultsOfReply({ reply }: Described): string[] {
  if (reply === undefined || /^\S(.*[^\s.])?$/.test(reply)) return [];
  return [`The reply "${reply}" must be one line, without a full stop at its end.`];
}

/** Types are no help to a strategy in plain JavaScript. */
function unknownTraitsOf({ traits }: Described): string[] {
  const given: Readonly<Record<string, unknown>> = { ...traits };
  const unknown = Object.entries(TRAIT_VALUES)
    .filter(([trait, allowed]) => !(allowed as readonly unknown[]).includes(given[trait]))
    .map(([trait, allowed]) => `The trait ${trait} must be one of ${allowed.join(", ")}.`);
  if (!(traits.lacks ?? []).every((lack) => LACKS.includes(lack))) {
    unknown.push(`What it lacks must be among ${LACKS.join(", ")}.`);
  }
  if (traits.values !== undefined && !VALUE_KINDS.includes(traits.values)) {
    unknown.push(`The trait values must be one of ${VALUE_KINDS.join(", ")}.`);
  }
  return unknown;
}

/** What a strategy for several members says besides, and what cannot be true of one. */
function faultsOfShared({ span, service, traits }: SharedStrategy): string[] {
  const faults: string[] = [];
  if (!SPANS.includes(span)) faults.push(`The span must be one of ${SPANS.join(", ")}.`);
  if (service !== undefined && !/^[a-z0-9]+$/.test(service)) {
    faults.push(`The service "${service}" must be one lower-case word.`);
  }
  if ((traits.values ?? "reference") === "reference") {
    faults.push('No value reaches another member by reference: values are "copy" or "number".');
  }
  if (typeof traits.survivesKill !== "boolean") {
    faults.push("The trait survivesKill must say what a killed member leaves: true or false.");
  }
  if (traits.survivesKill === false && traits.exclusion === "nothing") {
    faults.push('Where the exclusion is "nothing", no member waits for a killed one.');
  }
  return faults;
}

/** What no test can tell from the truth, because one trait leaves the other without a meaning. */
function contradictionsOf({ traits }: Described): string[] {
  if (traits.exclusion !== "nothing") {
    if (traits.access !== "any-caller") return [];
    return [`Where "any-caller" touches the state at any time, the exclusion is "nothing".`];
  }
  const contradictions: string[] = [];
  if (traits.reads === "wait") {
    contradictions.push(
      'Reads that "wait" where writes do wait nowhere if the exclusion is "nothing".',
    );
  }
  if (traits.access === "lock-holder") {
    contradictions.push('A "lock-holder" makes others wait, so the exclusion is not "nothing".');
  }
  return contradictions;
}
