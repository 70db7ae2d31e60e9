// The `mpy:` file system, through `vscode.workspace.fs` and in editors.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Parts } from "../../extension/src/extension.ts";
import { BoardsDragAndDrop } from "../../extension/src/transfers/dragDrop.ts";
import { uriOf } from "../../extension/src/files/place.ts";
import { DEMO, Listener, becomes, eventually, theApp, untitled } from "./host.ts";

const { fs } = vscode.workspace;

describe("files on a board", () => {
  let app: Parts;

  before(async () => {
    app = await theApp();
    await vscode.commands.executeCommand("jumperwire.openRepl", { board: DEMO });
    await becomes(app, DEMO, "attached", "idle");
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("that a program wrote are listed, and read as documents", async () => {
    await runs(app, "open('/note.txt', 'w').write('from the board ●')\nprint('written')\n", /written/);
    assert.ok(
      (await fs.readDirectory(at("/"))).some(([name, type]) => name === "note.txt" && type === vscode.FileType.File),
    );
    assert.equal((await fs.stat(at("/note.txt"))).size, Buffer.byteLength("from the board ●"));
    assert.equal((await vscode.workspace.openTextDocument(at("/note.txt"))).getText(), "from the board ●");
    await assert.rejects(async () => fs.stat(at("/absent.txt")), isError("FileNotFound"));
  });

  it("are written and read back, with the time of the write", async () => {
    await fs.writeFile(at("/made.py"), Buffer.from("x = 1\n"));
    assert.equal(await text("/made.py"), "x = 1\n");
    const { mtime, size, permissions } = await fs.stat(at("/made.py"));
    assert.equal(size, 6);
    assert.ok(Math.abs(mtime - Date.now()) < 60_000, `${String(mtime)} is not now`);
    assert.equal(permissions, undefined);
  });

  it("that are large go through a transfer, whole", async () => {
    const content = Buffer.from(Array.from({ length: 40_000 }, (_, index) => index % 251));
    await fs.writeFile(at("/large.bin"), content);
    assert.ok(content.equals(await fs.readFile(at("/large.bin"))));
    await fs.delete(at("/large.bin"));
  });

  it("are not written over a folder, nor into one that is not there without making it", async () => {
    await fs.createDirectory(at("/box"));
    await assert.rejects(async () => {
      await fs.writeFile(at("/box"), Buffer.from(""));
    }, isError("FileIsADirectory"));
    await assert.rejects(async () => fs.readFile(at("/box")), isError("FileIsADirectory"));
    await fs.writeFile(at("/box/deep/in.txt"), Buffer.from("in"));
    assert.equal(await text("/box/deep/in.txt"), "in");
    await assert.rejects(async () => {
      await fs.delete(at("/box"));
    });
    await fs.delete(at("/box"), { recursive: true });
    await assert.rejects(async () => fs.stat(at("/box")), isError("FileNotFound"));
  });

  it("are renamed and copied, over others only when told to", async () => {
    await fs.writeFile(at("/one.txt"), Buffer.from("one"));
    await fs.writeFile(at("/two.txt"), Buffer.from("two"));
    await assert.rejects(async () => {
      await fs.rename(at("/one.txt"), at("/two.txt"));
    }, isError("FileExists"));
    await assert.rejects(async () => {
      await fs.copy(at("/one.txt"), at("/two.txt"));
    }, isError("FileExists"));
    await assert.rejects(async () => {
      await fs.rename(at("/absent.txt"), at("/three.txt"));
    }, isError("FileNotFound"));
    await fs.copy(at("/one.txt"), at("/two.txt"), { overwrite: true });
    assert.equal(await text("/two.txt"), "one");
    await fs.rename(at("/two.txt"), at("/three.txt"));
    assert.equal(await text("/three.txt"), "one");
    await assert.rejects(async () => fs.stat(at("/two.txt")), isError("FileNotFound"));
    for (const path of ["/one.txt", "/three.txt"]) await fs.delete(at(path));
  });

  it("say what changed to whoever watches", async () => {
    const seen: string[] = [];
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(at("/"), "**"));
    watcher.onDidCreate(({ path }) => seen.push(`+${path}`));
    watcher.onDidChange(({ path }) => seen.push(`~${path}`));
    watcher.onDidDelete(({ path }) => seen.push(`-${path}`));
    const told = (what: string): Promise<boolean> =>
      eventually(`${what} in ${seen.join(" ")}`, () => (seen.includes(what) ? true : undefined));
    await fs.writeFile(at("/seen.txt"), Buffer.from("1"));
    await told("+/seen.txt");
    await fs.writeFile(at("/seen.txt"), Buffer.from("2"));
    await told("~/seen.txt");
    await fs.rename(at("/seen.txt"), at("/again.txt"));
    await told("-/seen.txt");
    await told("+/again.txt");
    await fs.delete(at("/again.txt"));
    await told("-/again.txt");
    watcher.dispose();
  });

  it("are edited and saved in an editor, and read again after a program wrote them", async () => {
    await fs.writeFile(at("/edit.py"), Buffer.from("a = 1\n"));
    const editor = await vscode.window.showTextDocument(at("/edit.py"));
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(1, 0), "b = 2\n");
    });
    assert.ok(await editor.document.save());
    assert.equal(await text("/edit.py"), "a = 1\nb = 2\n");
    // As long as before, and within the same second.
    await runs(app, "open('/edit.py', 'w').write('c = 3\\nd = 4\\n')\nprint('changed')\n", /changed/);
    await eventually("the new content", () => (editor.document.getText() === "c = 3\nd = 4\n" ? true : undefined));
    await fs.delete(at("/edit.py"));
  });

  it("that are dropped move within a board, and an open editor goes along", async () => {
    await fs.writeFile(at("/drag.txt"), Buffer.from("saved"));
    await fs.createDirectory(at("/into"));
    const editor = await vscode.window.showTextDocument(at("/drag.txt"));
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), "not yet ");
    });
    await drop(app, [at("/drag.txt")], "/into");
    assert.equal(await text("/into/drag.txt"), "saved");
    await eventually("the editor of the moved file", () =>
      activeText("/into/drag.txt") === "not yet saved" ? true : undefined,
    );
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await fs.delete(at("/into"), { recursive: true });
  });

  it("that are dropped from the computer are uploaded, with all that is in them", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder !== undefined);
    const local = vscode.Uri.joinPath(folder, "pack");
    await fs.writeFile(vscode.Uri.joinPath(local, "deep/a.txt"), Buffer.from("a"));
    await drop(app, [local], "/");
    assert.equal(await text("/pack/deep/a.txt"), "a");
    await fs.delete(local, { recursive: true });
    const plain = new vscode.DataTransfer();
    await new BoardsDragAndDrop(app).handleDrop({ kind: "board", board: DEMO }, plain);
    await fs.delete(at("/pack"), { recursive: true });
  });

  it("are dragged as addresses that editors open", () => {
    const data = new vscode.DataTransfer();
    const entry = { name: "a b.py", kind: "file", size: 1, modified: null, path: "/a b.py" } as const;
    new BoardsDragAndDrop(app).handleDrag(
      [
        { kind: "entry", board: DEMO, entry },
        { kind: "board", board: DEMO },
      ],
      data,
    );
    assert.equal(data.get("text/uri-list")?.value, at("/a b.py").toString());
  });

  it("go from one board to another", async () => {
    const other = await app.sidecar.request("boards/add", { address: "virtual:other" });
    app.store.put(other);
    await app.targets.connect(other);
    await fs.writeFile(at("/drop.txt"), Buffer.from("d"));
    await drop(app, [at("/drop.txt")], "/", other.id);
    assert.equal(Buffer.from(await fs.readFile(uriOf(other.id, "/drop.txt"))).toString(), "d");
    assert.equal(await text("/drop.txt"), "d");
    await fs.delete(at("/drop.txt"));
    await fs.writeFile(at("/pack/a.txt"), Buffer.from("a"));
    await fs.copy(at("/pack"), uriOf(other.id, "/pack"));
    assert.equal(Buffer.from(await fs.readFile(uriOf(other.id, "/pack/a.txt"))).toString(), "a");
    await fs.delete(at("/pack"), { recursive: true });
    await app.sidecar.request("boards/forget", { board: other.id });
  });
});

function at(path: string): vscode.Uri {
  return uriOf(DEMO, path);
}

/** As VS Code hands a drop to the view: onto the folder's row. */
async function drop(app: Parts, uris: readonly vscode.Uri[], path: string, board = DEMO): Promise<void> {
  const data = new vscode.DataTransfer();
  data.set("text/uri-list", new vscode.DataTransferItem(uris.map((uri) => uri.toString()).join("\r\n")));
  const entry = { name: "", kind: "folder", size: 0, modified: null, path } as const;
  await new BoardsDragAndDrop(app).handleDrop(
    path === "/" ? { kind: "board", board } : { kind: "entry", board, entry },
    data,
  );
}

function activeText(path: string): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.uri.path === path ? document.getText() : undefined;
}

async function text(path: string): Promise<string> {
  return Buffer.from(await fs.readFile(at(path))).toString();
}

/** VS Code has two names for some errors, by where they were made. */
function isError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof vscode.FileSystemError && error.code === code;
}

async function runs(app: Parts, source: string, pattern: RegExp): Promise<void> {
  const said = new Listener(app);
  await untitled(source);
  await vscode.commands.executeCommand("jumperwire.runFile");
  await said.hears(pattern);
  said.dispose();
  await becomes(app, DEMO, "idle");
}
