// The settings, typed once; a test compares this table with package.json.

import * as vscode from "vscode";

export interface Settings {
  python: string;
  "virtualBoard.enabled": boolean;
  "run.softReset": boolean;
  "run.whenRunning": "ask" | "interrupt";
  "repl.controlKeys": boolean;
  packageIndex: string;
}

export type SettingKey = keyof Settings;

const SECTION = "jumperwire";

/** None of these is secret, so *Copy Diagnostics* may show all of them. */
export const SETTING_KEYS: Record<SettingKey, true> = {
  python: true,
  "virtualBoard.enabled": true,
  "run.softReset": true,
  "run.whenRunning": true,
  "repl.controlKeys": true,
  packageIndex: true,
};

export function setting<K extends SettingKey>(key: K): Settings[K] {
  const value = vscode.workspace.getConfiguration(SECTION).get<Settings[K]>(key);
  // package.json has a default for each key, so this is a bug of ours and not a state of the user's.
  // eslint-disable-next-line no-restricted-syntax -- as said: nobody but us is told
  if (value === undefined) throw new Error(`no such setting: ${SECTION}.${key}`);
  return value;
}

export function onSetting(key: SettingKey, changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.${key}`)) changed();
  });
}
