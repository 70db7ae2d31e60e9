// Which Python runs the sidecar: the first candidate that says it is new enough.

export type Source = "setting" | "Python extension" | "workspace .venv" | "PATH";

export interface Candidate {
  readonly command: string;
  readonly args: readonly string[];
  readonly source: Source;
}

export interface Python extends Candidate {
  readonly version: string;
}

export interface Refusal {
  readonly candidate: string;
  readonly source: Source;
  readonly reason: string;
}

/** The result of running a candidate: its output, or why it failed. */
export type Answer =
  { readonly kind: "printed"; readonly text: string } | { readonly kind: "failed"; readonly reason: string };

/** Runs a candidate with arguments, within the runner's deadline. */
export type Runner = (candidate: Candidate, args: readonly string[]) => Promise<Answer>;

export type Discovery =
  { readonly kind: "found"; readonly python: Python } | { readonly kind: "none"; readonly refused: readonly Refusal[] };

/** The oldest Python that the sidecar supports. */
const OLDEST = { major: 3, minor: 10 };

// -I: neither the environment nor the current folder affects the answer. -S: no site-packages, for speed.
const QUESTION = ["-I", "-S", "-c", "import sys; print('python', *sys.version_info[:3])"];

export async function findPython(candidates: AsyncIterable<Candidate>, run: Runner): Promise<Discovery> {
  const refused: Refusal[] = [];
  for await (const candidate of candidates) {
    const verdict = judge(await run(candidate, QUESTION));
    if (verdict.kind === "good") return { kind: "found", python: { ...candidate, version: verdict.version } };
    refused.push({ candidate: display(candidate), source: candidate.source, reason: verdict.reason });
  }
  return { kind: "none", refused };
}

type Verdict = { readonly kind: "good"; readonly version: string } | { readonly kind: "bad"; readonly reason: string };

function judge(answer: Answer): Verdict {
  if (answer.kind === "failed") return { kind: "bad", reason: answer.reason };
  // Searched, not matched, since wrappers such as pyenv's print lines of their own.
  const found = /^python (\d+) (\d+) (\d+)\s*$/m.exec(answer.text);
  if (found === null) return { kind: "bad", reason: "is not Python" };
  const [major = 0, minor = 0, patch = 0] = found.slice(1).map(Number);
  const version = `${String(major)}.${String(minor)}.${String(patch)}`;
  const good = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  return good ? { kind: "good", version } : { kind: "bad", reason: `is Python ${version}` };
}

function display(candidate: Candidate): string {
  return [candidate.command, ...candidate.args].join(" ");
}
