// package.json against the code's tables, both ways.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { describe, it } from "node:test";
import {
  BOARDS_VIEW,
  COMMANDS,
  CONTEXT_KEYS,
  DEBUG_TYPE,
  PREVIEW_VIEW,
  REPL_PROFILE,
  TASK_TYPE,
} from "../../extension/src/lib/ids.ts";
import { TASK_NAMES } from "../../extension/src/tasks/taskNames.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");

interface Manifest {
  icon: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    configuration: {
      properties: Record<string, { default: unknown; scope?: string; markdownDescription?: string; order?: number }>;
    };
    keybindings: { command: string; key: string; when: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    debuggers: { type: string }[];
    taskDefinitions: { type: string; properties: { task: { enum: string[] } } }[];
    terminal: { profiles: { id: string }[] };
    views: Record<string, { id: string; icon: string; when?: string }[]>;
    tomlValidation: { fileMatch: string; url: string }[];
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    viewsWelcome: { view: string; when: string; contents: string }[];
    walkthroughs: {
      steps: { id: string; media: { markdown: string }; description: string; completionEvents: string[] }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const text = JSON.stringify(contributes);

function sources(folder = path.join(ROOT, "extension/src")): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("generated"))
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
}

const code = sources().join("\n");
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** Names of ours in a text, e.g. in a `when` clause or in a command link. */
function mentioned(where: string): string[] {
  return [...where.matchAll(/(?<!config\.)(?<![\w.])jumperwire\.[\w.]*\w/g)].map(([name]) => name);
}

const whens = [
  ...Object.values(contributes.menus).flat(),
  ...contributes.keybindings,
  ...contributes.viewsWelcome,
  ...Object.values(contributes.views).flat(),
].map(({ when }) => when ?? "");

describe("commands", () => {
  it("are the same in package.json and in the code", () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(COMMANDS));
  });

  it("have one category and a title that begins with a capital", () => {
    for (const { category, title } of contributes.commands) {
      assert.equal(category, "MicroPython");
      assert.match(title, /^[A-Z]/);
    }
  });

  it("that write to a board have no key in a terminal of something else", () => {
    const [sync] = contributes.keybindings.filter(({ command }) => command === "jumperwire.sync");
    assert.match(sync?.when ?? "", /\(!terminalFocus \|\| jumperwire\.replActive\)/);
    assert.match(sync?.when ?? "", /workspaceFolderCount != 0/);
  });

  it("of menus, keys, links and the walkthrough are there", () => {
    const ours = [...Object.values(contributes.menus).flat(), ...contributes.keybindings]
      .map(({ command }) => command)
      .filter((command) => command.startsWith("jumperwire."));
    const links = [...text.matchAll(/(?:command|onCommand):(jumperwire\.\w+)/g)].map((match) => match[1] ?? "");
    for (const command of [...ours, ...links]) {
      // `<view>.focus` is a command that VS Code makes for a view.
      if (`${command}.focus` !== `${BOARDS_VIEW}.focus`)
        assert.ok((COMMANDS as readonly string[]).includes(command), command);
    }
  });

  it("that the pages name in italics are there", () => {
    const titles = contributes.commands.map(({ title }) => title);
    const table = readFileSync(path.join(ROOT, "README.md"), "utf8").split("## Commands")[1]?.split("\n## ")[0] ?? "";
    const named = [...table.matchAll(/\*([A-Z][^*]+)\*/g)]
      .map((match) => match[1] ?? "")
      .filter((name) => name !== "MicroPython");
    assert.ok(named.length > 10);
    for (const name of named) assert.ok(titles.includes(name), name);
  });

  it("can all be reached by the palette or the menus of the view, except the status bar's menu", () => {
    const hidden =
      contributes.menus["commandPalette"]?.filter(({ when }) => when === "false").map(({ command }) => command) ?? [];
    const inMenus = contributes.menus["view/item/context"]?.map(({ command }) => command) ?? [];
    assert.deepEqual(
      hidden.filter((command) => !inMenus.includes(command)),
      ["jumperwire.showMenu"],
    );
  });
});

describe("settings", () => {
  const names = Object.keys(contributes.configuration.properties);
  // The table in settings.ts; that file needs `vscode`, so it is read as text.
  const table = /SETTING_KEYS[^{]*\{([^}]*)\}/.exec(code)?.[1] ?? "";
  const keys = [...table.matchAll(/"?([\w.]+)"?: true/g)].map((match) => `jumperwire.${match[1] ?? ""}`);

  it("are the same in package.json and in the code", () => {
    assert.deepEqual(sorted(names), sorted(keys));
  });

  it("of `when` clauses are there", () => {
    for (const [, name = ""] of whens.join(" ").matchAll(/config\.(jumperwire\.[\w.]+)/g))
      assert.ok(names.includes(name), name);
  });

  it("have a default, a scope and a description each", () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      assert.notEqual(setting.default, undefined, name);
      // What names things of this computer belongs to it; a taste goes with the user to every computer.
      const ofComputer = ["jumperwire.python", "jumperwire.virtualBoard.enabled", "jumperwire.packageIndex"];
      assert.equal(setting.scope, ofComputer.includes(name) ? "machine-overridable" : "window", name);
      assert.match(setting.markdownDescription ?? "", /\.$/, name);
    }
  });

  it("that name a program, or where programs come from, are not taken from a workspace that is not trusted", () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      "jumperwire.python",
      "jumperwire.packageIndex",
    ]);
  });
});

describe("context keys", () => {
  const used = whens.flatMap(mentioned).filter((name) => name !== BOARDS_VIEW && name !== PREVIEW_VIEW);

  it("are the same in package.json and in the code", () => {
    assert.deepEqual(sorted(used), sorted(CONTEXT_KEYS));
  });

  it("are all set by the code", () => {
    const set = [...code.matchAll(/(?:#put\(\s*|ContextKey = )"(jumperwire\.\w+)"/g)].map((match) => match[1] ?? "");
    assert.deepEqual(sorted(set), sorted(CONTEXT_KEYS));
  });

  it("for tree items are words that the items have", () => {
    const words = [...text.matchAll(/viewItem =~ \/([^/]+)\//g)]
      .flatMap(([, pattern = ""]) => pattern.split("|"))
      .map((word) => word.replaceAll(";", ""));
    for (const word of words) assert.match(code, new RegExp(`["\`;]${word}["\`;]|\\b${word}:`), word);
  });
});

describe("views, terminals and files", () => {
  it("have the code's names", () => {
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      [BOARDS_VIEW, PREVIEW_VIEW],
    );
    assert.deepEqual(
      contributes.terminal.profiles.map(({ id }) => id),
      [REPL_PROFILE],
    );
    assert.deepEqual(
      contributes.debuggers.map(({ type }) => type),
      [DEBUG_TYPE],
    );
    assert.deepEqual(
      contributes.taskDefinitions.map(({ type, properties }) => [type, ...properties.task.enum]),
      [[TASK_TYPE, ...TASK_NAMES]],
    );
    for (const { view } of contributes.viewsWelcome) assert.equal(view, BOARDS_VIEW);
  });

  it("take new users through what there is, and tick a step by what has come about where that can be told", () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.deepEqual(
      steps.map(({ id }) => id),
      ["board", "run", "repl", "stop", "files", "sync", "mount", "packages"],
    );
    for (const [id, key] of [
      ["board", "connected"],
      ["repl", "replActive"],
      ["sync", "hasPlan"],
      ["mount", "mounted"],
    ]) {
      const step = steps.find((each) => each.id === id);
      assert.deepEqual(step?.completionEvents, [`onContext:jumperwire.${key ?? ""}`]);
    }
  });

  it("name files that exist", () => {
    const icons = [...Object.values(contributes.views).flat(), ...contributes.viewsContainers.activitybar].map(
      ({ icon }) => icon,
    );
    const pages = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown));
    const schemas = contributes.tomlValidation.map(({ url }) => url);
    for (const file of [manifest.icon, ...icons, ...pages, ...schemas])
      assert.ok(existsSync(path.join(ROOT, file)), file);
  });

  it("wake the extension in the workspaces that the code looks for", () => {
    const table = /MARKERS = \[([^\]]*)\]/.exec(code)?.[1] ?? "";
    const markers = [...table.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
    const expected = [
      ...markers.flatMap((name) => [`workspaceContains:${name}`, `workspaceContains:*/${name}`]),
      "onFileSystem:mpy",
      "onDebugResolve:jumperwire",
    ];
    assert.deepEqual(sorted(manifest.activationEvents), sorted(expected));
  });
});
