// The names that package.json and the code share; tests/extension/manifest.test.ts compares them both ways.

export const COMMANDS = [
  "jumperwire.addBoard",
  "jumperwire.addVirtualBoard",
  "jumperwire.applyPreview",
  "jumperwire.askAgain",
  "jumperwire.closePreview",
  "jumperwire.compare",
  "jumperwire.comparePreviewed",
  "jumperwire.connect",
  "jumperwire.copyDiagnostics",
  "jumperwire.copyPath",
  "jumperwire.delete",
  "jumperwire.disconnect",
  "jumperwire.download",
  "jumperwire.downloadBoard",
  "jumperwire.forgetBoard",
  "jumperwire.hardReset",
  "jumperwire.initializeProject",
  "jumperwire.installPackage",
  "jumperwire.mountWorkspace",
  "jumperwire.newFile",
  "jumperwire.newFolder",
  "jumperwire.open",
  "jumperwire.openRepl",
  "jumperwire.previewSync",
  "jumperwire.properties",
  "jumperwire.refresh",
  "jumperwire.refreshPreview",
  "jumperwire.rename",
  "jumperwire.renameBoard",
  "jumperwire.restartSidecar",
  "jumperwire.runFile",
  "jumperwire.runSelection",
  "jumperwire.showLog",
  "jumperwire.showMenu",
  "jumperwire.softReset",
  "jumperwire.stop",
  "jumperwire.sync",
  "jumperwire.syncAndRun",
  "jumperwire.takeBoards",
  "jumperwire.takeMine",
  "jumperwire.uninstallPackage",
  "jumperwire.unmountWorkspace",
  "jumperwire.upload",
  "jumperwire.uploadFiles",
  "jumperwire.uploadFolder",
  "jumperwire.watch",
] as const;

export type CommandId = (typeof COMMANDS)[number];

export const CONTEXT_KEYS = [
  "jumperwire.connected",
  "jumperwire.hasBoard",
  "jumperwire.hasPlan",
  "jumperwire.mounted",
  "jumperwire.problem",
  "jumperwire.ready",
  "jumperwire.replActive",
  "jumperwire.running",
] as const;

export type ContextKey = (typeof CONTEXT_KEYS)[number];

export const BOARDS_VIEW = "jumperwire.boards";
export const PREVIEW_VIEW = "jumperwire.preview";
export const DEBUG_TYPE = "jumperwire";
export const TASK_TYPE = "jumperwire";
export const REPL_PROFILE = "jumperwire.repl";
