// Reports a crashed sidecar: a grey line in each terminal, and a question only if restarts did not help.

import type { Disposable } from "../lib/disposables.ts";
import { SidecarUnavailable } from "../sidecar/errors.ts";
import type { Sidecar, SidecarState } from "../sidecar/sidecar.ts";
import type { Terminals } from "../terminal/terminals.ts";
import type { Errors } from "./errors.ts";

export function tellCrashes(sidecar: Sidecar, terminals: Terminals, errors: Errors): Disposable {
  return sidecar.onDidChangeState((state) => {
    tell(state, terminals, errors);
  });
}

function tell(state: SidecarState, terminals: Terminals, errors: Errors): void {
  if (state.kind === "running") void errors.solved();
  if (state.kind !== "failed" || state.problem.kind !== "crashed") return;
  const { givenUp } = state.problem;
  terminals.notice(givenUp ? "Jumperwire stopped working" : "Jumperwire crashed and is restarting");
  if (givenUp) errors.show(new SidecarUnavailable(state.problem));
}
