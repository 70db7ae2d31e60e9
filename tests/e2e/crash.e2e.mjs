// The sidecar is killed: it comes back by itself, and after three times in three minutes it asks.
import { eventually, processes } from "./steps.mjs";

export default function tests(test) {
  const kill = (dir) => {
    for (const pid of processes("-m jumperwire serve", dir)) process.kill(pid, "SIGKILL");
  };

  test("a killed sidecar comes back, with its boards and terminals", async ({ workbench: w, dir }) => {
    await w.run("MicroPython: Open REPL");
    await w.waitTerminal(/>>> ?$/);
    kill(dir);
    await w.waitTerminal(/crashed and is restarting[^]*connected[^]*>>> ?$/);
    await w.typeTerminal("6 * 7\n");
    await w.waitTerminal(/\n42\n>>> ?$/);
  });

  test("the third crash asks, and Retry brings everything back", async ({ workbench: w, dir }) => {
    for (let crash = 2; crash <= 3; crash += 1) {
      await eventually("a sidecar", () => processes("-m jumperwire serve", dir).length > 0);
      await w.status(/ready/).waitFor();
      kill(dir);
      await w.status(/ready/).waitFor({ state: "detached" });
    }
    const toast = w.toast(/crashed 3 times in 3 minutes/);
    await toast.waitFor();
    await toast.locator(".monaco-button", { hasText: "Retry" }).click();
    await w.waitTerminal(/stopped working[^]*connected[^]*>>> ?$/);
  });
}
