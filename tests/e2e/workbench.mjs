// A VS Code workbench as a person sees it: everything that tests look at or touch. The selectors hold for VS Code
// 1.100 and 1.139; traps that cost time are told where they are.

/** How long a test waits for what it is to see, at most: a machine that tests has other work, and nothing is waited for longer than it takes. */
export const PATIENCE_MS = 60_000;
const PALETTE = ".quick-input-widget .quick-input-box input:visible";
const ROWS = ".quick-input-list .monaco-list-row";
const TERMINALS = ".terminal-wrapper";
const TERMINAL = `${TERMINALS}.active`;

export class Workbench {
  constructor(page) {
    this.page = page;
    /** What the page threw, for whoever wants to know. */
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  static async open(context, address, { timeout = PATIENCE_MS } = {}) {
    const page = await context.newPage();
    page.setDefaultTimeout(timeout);
    const workbench = new Workbench(page);
    await page.goto(address);
    await workbench.isOpen();
    return workbench;
  }

  async isOpen() {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: PATIENCE_MS });
    // Side bar and editors come later than their frames; keys that are pressed before go nowhere.
    await this.page
      .locator(".part.sidebar .composite.title h2, .part.sidebar .pane")
      .first()
      .waitFor({ timeout: PATIENCE_MS });
  }

  async reload() {
    await this.page.reload();
    await this.isOpen();
  }

  screenshot(file) {
    return this.page.screenshot({ path: file, animations: "disabled" });
  }

  // ---- command palette, pickers, input boxes -------------------------------------------------------------------

  /** A command by its title in full, as the palette shows it: "MicroPython: Soft Reset". */
  async run(title) {
    const row = this.#paletteRow(title);
    for (let tries = 0; ; tries += 1) {
      const box = await this.#palette();
      // The list is made when one types, and not again when an extension's commands arrive: type anew.
      await box.fill(">", { timeout: 1_000 }).catch(() => undefined);
      await box.fill(`>${title}`, { timeout: 1_000 }).catch(() => undefined);
      if (await appears(row, 500)) break;
      if (tries === 30) throw new Error(`no command "${title}"`);
    }
    await row.click();
  }

  /** The open palette. An editor that opens meanwhile takes the focus, which closes it: press again. */
  async #palette() {
    const box = this.page.locator(PALETTE).first();
    for (let tries = 0; tries < 30; tries += 1) {
      // F1, because the other key is taken by some browsers.
      if (!(await box.isVisible())) await this.page.keyboard.press("F1");
      if (await appears(box, 2_000)) break;
    }
    return box;
  }

  /** Whether the palette offers a command now. */
  async offers(title) {
    await (await this.#palette()).fill(`>${title}`);
    const found = await appears(this.#paletteRow(title), 1_500);
    await this.page.keyboard.press("Escape");
    return found;
  }

  /** By the label alone: below the matches the palette lists similar commands, some of which contain the title. */
  #paletteRow(title) {
    const label = this.page
      .locator(".quick-input-list-row:first-child .monaco-icon-label-container, .monaco-icon-label-container")
      .filter({ hasText: exactly(title) });
    return this.page.locator(ROWS).filter({ has: label }).first();
  }

  /** A row of the picker that is open. */
  pick(text) {
    return this.page.locator(ROWS).filter({ hasText: text }).first();
  }

  async picks() {
    return (await this.page.locator(ROWS).allTextContents()).map((text) => text.trim());
  }

  /** Answers the input box that is open. */
  async answer(text) {
    const box = this.page.locator(PALETTE).first();
    await box.fill(text);
    await box.press("Enter");
  }

  /** As `answer`, once the input box asks this. */
  async answerWhen(prompt, text) {
    await this.inputMessage(prompt).waitFor();
    await this.answer(text);
  }

  /** Types into the input box that is open, without an answer yet. */
  async type(text) {
    await this.page.locator(PALETTE).first().fill(text);
  }

  /** What an input box or a picker says below its field. */
  inputMessage(text) {
    return this.page.locator(".quick-input-message").filter({ hasText: text });
  }

  // ---- side bar ------------------------------------------------------------------------------------------------

  /** Shows a view container by its name in the activity bar. */
  async activity(label) {
    const item = this.page
      .locator(".part.activitybar .action-item")
      .filter({ has: this.page.locator(`a[aria-label^="${label}"]`) });
    await item.waitFor();
    const title = this.page.locator(".part.sidebar .composite.title").filter({ hasText: new RegExp(label, "i") });
    // A click on the one that is shown hides it, and while a window is being restored one cannot tell: click again.
    for (let tries = 0; !(await appears(title, tries ? 1_500 : 300)); tries += 1) {
      if (tries === 40) throw new Error(`the side bar never showed ${label}`);
      await item.click();
    }
  }

  /** A row by what stands in it; label and description are one text. */
  treeRow(text) {
    return this.page.locator(".part.sidebar .monaco-list-row").filter({ hasText: text });
  }

  /** The rows of the views in the side bar, from top to bottom. */
  async treeRows() {
    const rows = this.page.locator(".part.sidebar .pane-body .monaco-list-row");
    return rows.evaluateAll((found) =>
      found
        .map((row) => ({
          label: row.querySelector(".label-name")?.textContent ?? row.textContent.trim(),
          description: row.querySelector(".label-description")?.textContent ?? "",
          level: Number(row.getAttribute("aria-level") ?? 1),
          top: row.getBoundingClientRect().top,
        }))
        .sort((a, b) => a.top - b.top)
        .map(({ label, description, level }) => ({ label, description, level })),
    );
  }

  /** The letter that marks a row, such as a file that differs; it is drawn by style, and no text. */
  badge(row) {
    return row
      .locator(".monaco-icon-label")
      .first()
      .evaluate((label) => globalThis.getComputedStyle(label, "::after").content.replaceAll('"', ""));
  }

  /** A button in a row, which is there while the mouse is over it. */
  async rowAction(row, label) {
    await row.hover();
    await row.locator(`.action-label[aria-label*="${label}"]`).click();
  }

  /** A button in the title of a view. */
  viewAction(label) {
    return this.page
      .locator(
        `.part.sidebar .title-actions .action-label[aria-label*="${label}"], .part.sidebar .pane-header .action-label[aria-label*="${label}"]`,
      )
      .first();
  }

  async contextMenu(target, item) {
    const entry = await this.openContextMenu(target, item);
    // On a busy machine its first 100 ms are longer than the wait: click again.
    for (let tries = 0; (await entry.count()) > 0; tries += 1) {
      if (tries === 20) throw new Error(`the menu took no click on ${item}`);
      await entry.click({ timeout: 2_000 }).catch(() => undefined);
      await goes(entry, 1_000);
    }
  }

  /** A menu swallows clicks of its first 100 ms, hence the wait. The menu is in a shadow root, which locators enter. */
  async openContextMenu(target, item) {
    await target.click({ button: "right" });
    const entry = this.page
      .locator(".monaco-menu .action-item")
      .filter({ has: this.page.locator(".action-label").filter({ hasText: exactly(item) }) })
      .first();
    await entry.hover();
    await this.page.waitForTimeout(200);
    return entry;
  }

  /** What is shown while the mouse rests on `target`, when it has `text`: another one may be going meanwhile. */
  async hover(target, text) {
    const shown = this.page.locator(".monaco-hover:visible, .workbench-hover:visible").filter({ hasText: text }).last();
    // A redrawn row forgets the mouse that rests on it: come again.
    for (let tries = 0; tries < 20; tries += 1) {
      await target.hover();
      if (await appears(shown, 3_000)) break;
      await this.page.mouse.move(640, 790);
    }
    return (await shown.innerText()).replaceAll("\u00a0", " ");
  }

  // ---- status bar, messages ------------------------------------------------------------------------------------

  status(text) {
    return this.page.locator(".part.statusbar .statusbar-item").filter({ hasText: text });
  }

  /** What the status bar says anew after `act`; a message of before with the same words is not enough. */
  async nextStatus(text, act) {
    await this.page.evaluate(listenToStatus);
    await act();
    await this.page.waitForFunction(hasSaid, { source: text.source ?? text, isPattern: text instanceof RegExp });
  }

  toast(text) {
    return this.page.locator(".notifications-toasts .notification-list-item").filter({ hasText: text });
  }

  async toastButton(text, button) {
    await this.toast(text)
      .locator(".monaco-button")
      .filter({ hasText: exactly(button) })
      .click();
  }

  dialog(text) {
    return this.page.locator(".monaco-dialog-box").filter({ hasText: text });
  }

  async dialogButton(text, button) {
    await this.dialog(text)
      .locator(".monaco-button")
      .filter({ hasText: exactly(button) })
      .click();
  }

  // ---- terminal ------------------------------------------------------------------------------------------------

  /** All that the terminal in front holds, from xterm's own buffer: wrapped lines joined, the blank of a prompt kept. */
  terminalText() {
    return this.page.evaluate((selector) => {
      const terminal = document.querySelector(selector)?.xterm;
      if (!terminal) return null;
      const buffer = terminal.buffer.active;
      const lines = [];
      for (let y = 0; y < buffer.length; y += 1) {
        const line = buffer.getLine(y);
        const text = line.translateToString(true);
        if (line.isWrapped && lines.length) lines[lines.length - 1] += text;
        else lines.push(text);
      }
      return lines.join("\n").replace(/\n+$/, "");
    }, TERMINAL);
  }

  async waitTerminal(pattern, timeout = PATIENCE_MS) {
    const end = Date.now() + timeout;
    for (;;) {
      const text = await this.terminalText();
      if (text !== null && pattern.test(text)) return text;
      if (Date.now() > end) throw new Error(`the terminal never showed ${pattern}; it has:\n${text}`);
      await this.page.waitForTimeout(30);
    }
  }

  /** Opens a terminal, and waits until it has the focus: what is typed before, or meanwhile, may reach neither. */
  async newTerminal(open) {
    await this.page.evaluate((selector) => {
      for (const each of document.querySelectorAll(selector)) each.dataset.before = "yes";
    }, TERMINALS);
    await open();
    await this.page.waitForFunction((selector) => {
      const terminal = document.querySelector(selector);
      return terminal && !terminal.dataset.before && terminal.contains(document.activeElement);
    }, TERMINAL);
  }

  async typeTerminal(text, { delay = 0 } = {}) {
    await this.focusTerminal();
    await this.page.keyboard.type(text, { delay });
  }

  focusTerminal() {
    return this.page.locator(`${TERMINAL} .xterm-helper-textarea`).focus();
  }

  /** As one pastes: by the key, from the clipboard. It takes effect a moment later. */
  async pasteTerminal(text) {
    await this.setClipboard(text);
    await this.focusTerminal();
    await this.page.keyboard.press("Control+Shift+V");
  }

  // ---- editor, clipboard ---------------------------------------------------------------------------------------

  async editorText() {
    const lines = await this.page.locator(".editor-group-container.active .view-lines").first().innerText();
    return lines.replaceAll("\u00a0", " ");
  }

  tab(name) {
    return this.page.locator(`.tabs-container .tab[aria-label*="${name}"]`);
  }

  clipboard() {
    return this.page.evaluate(() => globalThis.navigator.clipboard.readText());
  }

  setClipboard(text) {
    return this.page.evaluate((content) => globalThis.navigator.clipboard.writeText(content), text);
  }

  // ---- theme ---------------------------------------------------------------------------------------------------

  /** "dark" or "light"; a file of settings is read when a window opens, and not watched, so this takes a command. */
  async theme(kind) {
    const shown = this.page.locator(`.monaco-workbench.${kind === "dark" ? "vs-dark" : "vs"}`);
    if (!(await appears(shown, 100))) await this.run("Preferences: Toggle between Light/Dark Themes");
    await shown.waitFor();
  }
}

/** In the page: collects what items of the status bar begin to say. */
function listenToStatus() {
  const bar = document.querySelector(".part.statusbar");
  const texts = () =>
    [...bar.querySelectorAll(".statusbar-item")].filter((item) => item.offsetParent).map((item) => item.textContent);
  globalThis.statusObserver?.disconnect();
  globalThis.statusSaid = [];
  let before = texts();
  globalThis.statusObserver = new globalThis.MutationObserver(() => {
    const now = texts();
    globalThis.statusSaid.push(...now.filter((each) => !before.includes(each)));
    before = now;
  });
  globalThis.statusObserver.observe(bar, { subtree: true, childList: true, characterData: true, attributes: true });
}

function hasSaid({ source, isPattern }) {
  return globalThis.statusSaid.some((each) => (isPattern ? new RegExp(source).test(each) : each.includes(source)));
}

function goes(locator, timeout) {
  return locator.waitFor({ state: "detached", timeout }).then(
    () => true,
    () => false,
  );
}

function appears(locator, timeout) {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

function exactly(text) {
  return typeof text === "string" ? new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`) : text;
}
