// The REPL terminal: the board's own line editor, its control keys, pastes, and resets.
import { pasteInTerminal, pressInTerminal } from "./steps.mjs";

export default function tests(test) {
  test("the REPL opens by command and connects the board", async ({ workbench: w }) => {
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/MicroPython v[^]*>>> ?$/);
  });

  test("what is typed is echoed, run, and can be got back", async ({ workbench: w }) => {
    await w.typeTerminal("1 + 41\n");
    await w.waitTerminal(/>>> 1 \+ 41\n42\n>>> ?$/);
    await pressInTerminal(w.page, "ArrowUp");
    await w.waitTerminal(/>>> 1 \+ 41$/);
    await pressInTerminal(w.page, "Enter");
    await w.waitTerminal(/42\n>>> 1 \+ 41\n42\n>>> ?$/);
  });

  test("Tab completes", async ({ workbench: w }) => {
    await w.typeTerminal("import micropyth");
    await pressInTerminal(w.page, "Tab");
    await w.waitTerminal(/>>> import micropython$/);
    await pressInTerminal(w.page, "Control+C");
    await w.waitTerminal(/import micropython\n>>> ?$/);
  });

  test("Ctrl+A, E, D and B go to the board", async ({ workbench: w }) => {
    await w.typeTerminal("xyz");
    await pressInTerminal(w.page, "Control+A");
    await w.page.keyboard.type("#");
    await pressInTerminal(w.page, "Control+E");
    await w.page.keyboard.type("!");
    await w.waitTerminal(/>>> #xyz!$/);
    await pressInTerminal(w.page, "Enter", "Control+E");
    await w.waitTerminal(/paste mode; Ctrl-C to cancel[^]*=== ?$/);
    await w.page.keyboard.type("print(5 * 5)");
    await pressInTerminal(w.page, "Enter", "Control+D");
    await w.waitTerminal(/\n25\n>>> ?$/);
    await pressInTerminal(w.page, "Control+B");
    await w.waitTerminal(/25\n>>> \n?[^]*MicroPython v[^]*>>> ?$/);
  });

  test("several lines paste as they are", async ({ workbench: w }) => {
    await pasteInTerminal(w.page, "def word(n):\n    if n:\n        return 'größe ●'\n\nprint(word(1))\n");
    await w.waitTerminal(/\ngröße ●\n>>> ?$/);
  });

  test("one pasted line waits for Enter", async ({ workbench: w }) => {
    await pasteInTerminal(w.page, "print('single')");
    await w.waitTerminal(/>>> print\('single'\)$/);
    await pressInTerminal(w.page, "Enter");
    await w.waitTerminal(/\nsingle\n>>> ?$/);
  });

  test("a soft reset forgets variables, and the terminal stays", async ({ workbench: w }) => {
    await w.typeTerminal("keep = 1\n");
    await w.run("MicroPython: Soft Reset");
    await w.waitTerminal(/soft reboot[^]*>>> ?$/);
    await w.typeTerminal("keep\n");
    await w.waitTerminal(/NameError[^]*>>> ?$/);
  });

  test("a hard reset comes back to the prompt", async ({ workbench: w }) => {
    await w.run("MicroPython: Hard Reset");
    // The banner of the new start; what is typed before it goes to the old one.
    await w.waitTerminal(/NameError[^]*MicroPython v[^]*>>> ?$/);
    await w.typeTerminal("print('after')\n");
    await w.waitTerminal(/\nafter\n>>> ?$/);
  });
}
