// The names that package.json and the code share; tests/extension/manifest.test.ts compares both ways.

export const COMMANDS = [
  "jumperwire.addBoard",
  "jumperwire.askAgain",
  "jumperwire.connect",
  "jumperwire.copyDiagnostics",
  "jumperwire.disconnect",
  "jumperwire.forgetBoard",
  "jumperwire.hardReset",
  "jumperwire.openRepl",
  "jumperwire.refresh",
  "jumperwire.renameBoard",
  "jumperwire.restartSidecar",
  "jumperwire.runFile",
  "jumperwire.runSelection",
  "jumperwire.showLog",
  "jumperwire.showMenu",
  "jumperwire.softReset",
  "jumperwire.stop",
] as const;

export type CommandId = (typeof COMMANDS)[number];

export const CONTEXT_KEYS = [
  "jumperwire.connected",
  "jumperwire.hasBoard",
  "jumperwire.problem",
  "jumperwire.replActive",
  "jumperwire.running",
  "jumperwire.starting",
] as const;

export type ContextKey = (typeof CONTEXT_KEYS)[number];

export const BOARDS_VIEW = "jumperwire.boards";
export const REPL_PROFILE = "jumperwire.repl";
