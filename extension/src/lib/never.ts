// Exhaustiveness: tsc refuses a call when a case is left.

export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
