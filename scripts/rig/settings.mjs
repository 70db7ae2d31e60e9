// VS Code's settings for tests: nothing moves, nothing asks, nothing calls home, and the terminal's rows are text.
export const THEMES = { dark: "Default Dark Modern", light: "Default Light Modern" };

/** On top of them: VS Code's Restricted Mode, without the question at the start. */
export const RESTRICTED = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "never",
};

/** For whoever just wants to look: quiet, but with nothing of the editor's behaviour changed. */
export const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.agentHost.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  // Else ports of other processes on this computer turn up in the status bar.
  "remote.autoForwardPorts": false,
  // The example is in this repository, which is none of the example's business.
  "git.openRepositoryInParentFolders": "never",
};

export const FOR_TESTS = {
  ...QUIET,
  "workbench.colorTheme": THEMES.dark,
  // Else the browser's preference wins over the theme.
  "window.autoDetectColorScheme": false,
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "terminal.integrated.gpuAcceleration": "off",
  "terminal.integrated.shellIntegration.enabled": false,
  "terminal.integrated.enablePersistentSessions": false,
  "terminal.integrated.cursorBlinking": false,
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
};
