// Runs a mocha suite inside the extension host of a real VS Code: what `code --extensionDevelopmentPath
// --extensionTestsPath` does on a desktop, by the same two options in the web workbench's address.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startBrowser } from "./browser.mjs";
import { removeDir, startServer, temporaryDir } from "./server.mjs";
import { FOR_TESTS } from "./settings.mjs";

const LIMIT_MS = 300_000;

/**
 * @param {object} options
 * @param {{node: string, server: string}} options.vscode
 * @param {string} options.browser
 * @param {string} options.extension the extension's folder
 * @param {string} options.suite what exports `run`
 * @param {string} options.folder copied, and opened as the workspace
 * @param {string} options.artifacts where logs and a picture of the end go
 * @returns {Promise<{code: number, passed: number, failed: number, tests: object[]}>} from mocha's JSON report
 */
export async function runInExtensionHost({
  vscode,
  browser,
  extension,
  suite,
  folder,
  artifacts,
  settings = {},
  env = {},
  limit = LIMIT_MS,
}) {
  const dir = temporaryDir();
  const report = path.join(dir, "report.json");
  const workspace = path.join(dir, path.basename(folder));
  let server;
  let window;
  mkdirSync(artifacts, { recursive: true });
  try {
    cpSync(folder, workspace, { recursive: true });
    server = await startServer(vscode, {
      dir,
      settings: { ...FOR_TESTS, ...settings },
      driver: true,
      env: { EXT_TEST_REPORT: report, ...env },
    });
    window = await startBrowser({ executable: browser, dir });
    const code = await runSuite(window.context, server, {
      workspace,
      extension,
      suite,
      limit,
      picture: path.join(artifacts, "end.png"),
    });
    return { code, ...readReport(report) };
  } finally {
    await window?.close();
    await server?.stop();
    if (server) writeFileSync(path.join(artifacts, "server.log"), server.log());
    const logs = path.join(dir, "data/logs");
    if (existsSync(logs)) cpSync(logs, path.join(artifacts, "logs"), { recursive: true });
    removeDir(dir);
  }
}

async function runSuite(context, server, { workspace, extension, suite, limit, picture }) {
  const page = await context.newPage();
  const ended = new Promise((resolve) => {
    void page.exposeFunction("codeAutomationLog", () => undefined);
    void page.exposeFunction("codeAutomationExit", resolve);
  });
  const payload = [
    ["extensionDevelopmentPath", server.remote(extension)],
    ["extensionTestsPath", server.remote(suite)],
  ];
  await page.goto(server.address(workspace, payload));
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the suite did not end in ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
    await page.screenshot({ path: picture });
  }
}

function readReport(file) {
  if (!existsSync(file)) throw new Error("the suite wrote no report: it did not start, or crashed");
  const { stats, tests } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: stats.passes, failed: stats.failures, skipped: stats.pending, tests };
}
