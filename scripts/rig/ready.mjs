// What tests in a real VS Code need before they start; or why they cannot.
import { findPython } from "../setup.mjs";
import { must } from "../project.mjs";
import { findBrowser } from "./browser.mjs";
import { NotHere, installVscode } from "./install.mjs";
import { ensureDebianPackages } from "./packages.mjs";

/** @returns {Promise<{browser: string} | {missing: string}>} */
export async function readyBrowser() {
  const there = findBrowser();
  if (there) return { browser: there };
  const { command } = await ensureDebianPackages(["chromium"]);
  const browser = findBrowser();
  return browser ? { browser } : { missing: `no Chromium here; to get it: ${command}` };
}

/** @returns {Promise<{vscode: {node: string, server: string}} | {missing: string}>} */
export async function readyVscode(version) {
  try {
    return { vscode: await installVscode(version) };
  } catch (error) {
    if (error instanceof NotHere) return { missing: error.message };
    throw error;
  }
}

/** A Python with nothing installed in it, to prove that the extension brings all it needs: not the one of .venv. */
export async function barePython() {
  const python = await findPython();
  return (await must([...python, "-c", "import sys; print(getattr(sys, '_base_executable', sys.executable))"])).trim();
}
