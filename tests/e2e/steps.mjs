// What a person does in the workbench, in the words of the tests. Only the page is needed.
import { readFileSync, readdirSync } from "node:fs";
import { PATIENCE_MS } from "./workbench.mjs";

const TERMINAL_INPUT = ".terminal-wrapper.active .xterm-helper-textarea";

export async function openFile(page, name) {
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
  const box = page.locator(".quick-input-widget .quick-input-box input:visible");
  await eventually("the list of files", async () => {
    if (!(await box.isVisible())) await page.keyboard.press("Control+P");
    return box.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    );
  });
  // The list is made when one types, and knows a file that was just written a moment later: type again.
  for (let tries = 0; !(await isThere(row)); tries += 1) {
    if (tries === 120) throw new Error(`no file ${name} to open`);
    await box.fill("");
    await box.fill(name);
  }
  await row.click();
  await page.locator(`.tab.active[aria-label*="${name}"]`).waitFor();
  await page.locator(".editor-group-container.active .monaco-editor.focused").waitFor();
}

function isThere(locator) {
  return locator.waitFor({ timeout: 500 }).then(
    () => true,
    () => false,
  );
}

export function editorButton(page, title) {
  return page.locator(`.editor-actions .action-label[aria-label*="${title}"]`).first();
}

/** By its key, which is about the editor that has the focus; the title bar's buttons follow a moment later. */
export async function runFocused(page) {
  await page.keyboard.press("Control+Shift+R");
}

/** The run button: it is there on every Python file, also before anything is started. */
export async function runFile(page) {
  const button = editorButton(page, "Run Current File on Board");
  await button.waitFor();
  await button.click();
}

export async function stopProgram(page) {
  const button = editorButton(page, "Stop Program");
  await button.waitFor();
  await button.click();
}

export async function pressInTerminal(page, ...keys) {
  await page.locator(TERMINAL_INPUT).focus();
  for (const key of keys) await page.keyboard.press(key);
}

export async function pasteInTerminal(page, text) {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await pressInTerminal(page, "Control+Shift+V");
}

/** Opens a folder's row, where it is there and closed. */
export async function unfold(row) {
  if ((await row.count()) > 0 && (await row.getAttribute("aria-expanded")) === "false") await row.click();
}

/** What the editors show where a file may be dropped on them. */
const EDITOR_DROP = ".editor-group-overlay-indicator";

/** With the mouse, as a person does: what is under it is asked where one may drop only while it moves. */
export async function drag(page, source, target) {
  await source.hover();
  await page.mouse.down();
  await dropOn(page, target);
}

/** To a view that is behind another one: resting on its icon shows it. */
export async function dragOverActivity(page, source, activity, target, beforeDrop = () => undefined) {
  await source.hover();
  await page.mouse.down();
  const icon = page
    .locator(".part.activitybar .action-item")
    .filter({ has: page.locator(`a[aria-label^="${activity}"]`) });
  for (let tries = 0; !(await target.isVisible()); tries += 1) {
    if (tries === 50) throw new Error(`${activity} was not shown for the drag`);
    await moveTo(page, icon, tries % 2);
    await page.waitForTimeout(100);
  }
  await moveTo(page, target, 0);
  await beforeDrop();
  await dropOn(page, target);
}

/** Not before VS Code shows that it would take it there: on a busy machine it is told late where the mouse is. */
async function dropOn(page, target) {
  const ready = target.and(page.locator(".drop-target")).or(page.locator(EDITOR_DROP));
  for (let tries = 0; !(await ready.first().isVisible()); tries += 1) {
    if (tries === 100) throw new Error("nothing shows that it may be dropped there");
    await moveTo(page, target, tries % 2);
    await page.waitForTimeout(50);
  }
  await page.mouse.up();
}

async function moveTo(page, target, wiggle) {
  const { x, y, width, height } = await target.boundingBox();
  await page.mouse.move(x + width / 2 + wiggle, y + height / 2, { steps: 3 });
}

/** Ctrl+click on text in the terminal, as one follows a link there. */
export async function followTerminalLink(page, text) {
  const at = await page.evaluate((wanted) => {
    const { buffer, rows, cols } = document.querySelector(".terminal-wrapper.active").xterm;
    for (let y = 0; y < rows; y += 1) {
      const x =
        buffer.active
          .getLine(buffer.active.viewportY + y)
          ?.translateToString()
          .indexOf(wanted) ?? -1;
      if (x >= 0) return { x: (x + wanted.length / 2) / cols, y: (y + 0.5) / rows };
    }
    return undefined;
  }, text);
  const screen = await page.locator(".terminal-wrapper.active .xterm-screen").boundingBox();
  const point = [screen.x + at.x * screen.width, screen.y + at.y * screen.height];
  await page.mouse.move(...point);
  await page.keyboard.down("Control");
  // Links are looked for when the pointer moves, and what finds them answers a moment later.
  await page.mouse.move(point[0] + 3, point[1], { steps: 3 });
  await page
    .locator(".xterm-cursor-pointer, .xterm-screen.xterm-cursor-pointer")
    .first()
    .waitFor({ state: "attached", timeout: 5_000 })
    .catch(() => undefined);
  await page.mouse.click(point[0] + 3, point[1]);
  await page.keyboard.up("Control");
}

/** Processes whose command line has all of `words`; a session's own folder is one, so no other session's are found. */
export function processes(...words) {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => {
    const command = commandOf(pid);
    return words.every((word) => command.includes(word));
  });
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // it has ended meanwhile
  }
}

/** The button in a board's row. If the tree is drawn anew in that moment VS Code does not say which row: it is asked. */
export async function connectByRow(w, name) {
  await w.rowAction(w.treeRow(name), "Connect");
  const ready = w.treeRow(new RegExp(`${name}.*ready`));
  await eventually(`${name} connected`, async () => {
    if (await w.pick(name).isVisible()) await w.page.keyboard.press("Enter");
    return ready.isVisible();
  });
}

export async function eventually(what, look, ms = PATIENCE_MS) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
