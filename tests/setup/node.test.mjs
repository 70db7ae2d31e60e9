// Set-up's Node half in a new folder, from an empty cache, while the registry has a newer release of every package:
// what is installed is what the lock names.
import assert from "node:assert/strict";
import { mkdirSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { CACHE, inRoot, must, npm } from "../../scripts/project.mjs";
import { freshCopy, setUp } from "./clone.mjs";

const lock = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
const locked = Object.entries(lock)
  .filter(([place]) => place !== "")
  .map(([place, entry]) => ({ name: place.replace(/^.*node_modules\//, ""), place, ...entry }));

/** A registry of this machine: the locked releases, out of npm's cache, and a newer one of each that is broken. */
const registry = createServer((request, response) => {
  const asked = decodeURIComponent(request.url.slice(1));
  const [, name, version] = /^(.+)\/-\/(.+)$/.exec(asked) ?? [undefined, asked];
  const releases = locked.filter((each) => each.name === name);
  const wanted = releases.find((each) => each.version === version);
  if (version === undefined && releases.length) response.end(JSON.stringify(packument(name, releases)));
  else if (wanted && existsSync(cached(wanted.integrity))) response.end(readFileSync(cached(wanted.integrity)));
  else response.writeHead(404).end();
});

registry.keepAliveTimeout = 600_000; // npm is busy for long between two requests on a busy machine

function packument(name, releases) {
  const versions = Object.fromEntries(
    releases.map(({ version, integrity }) => [version, release(name, version, integrity)]),
  );
  return {
    name,
    "dist-tags": { latest: "9999.0.0" },
    versions: { ...versions, "9999.0.0": release(name, "9999.0.0") },
  };
}

const release = (name, version, integrity) => ({
  name,
  version,
  dist: { tarball: `${address()}${name}/-/${version}`, ...(integrity && { integrity }) },
});
const address = () => `http://127.0.0.1:${registry.address().port}/`;

/** Where npm's cache (cacache) keeps what has that digest. */
function cached(integrity) {
  const hex = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  return path.join(cache, "_cacache/content-v2/sha512", hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
}

const copy = freshCopy();
let cache = "";
before(async () => {
  cache = (await must(npm("config", "get", "cache"))).trim();
  const here = (entry) => existsSync(inRoot(entry.place));
  if (!locked.filter(here).every(({ integrity }) => existsSync(cached(integrity)))) {
    // Set-up was done from another cache: fetched once more, into one that stays.
    cache = path.join(CACHE, "npm");
    mkdirSync(cache, { recursive: true });
    await must(npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--cache", cache), {
      cwd: copy.folder,
    });
  }
  await new Promise((resolve) => registry.listen(0, "127.0.0.1", resolve));
});
after(() => {
  registry.close();
  copy.remove();
});

test("newer releases change nothing", async () => {
  const env = { npm_config_registry: address(), npm_config_cache: path.join(copy.folder, ".cache/npm") };
  const { code, output } = await setUp(copy, ["node"], env);
  assert.equal(code, 0, output);
  const installed = JSON.parse(
    readFileSync(path.join(copy.folder, "node_modules/.package-lock.json"), "utf8"),
  ).packages;
  const wrong = Object.entries(installed).filter(
    ([place, { version, integrity }]) => lock[place]?.version !== version || lock[place].integrity !== integrity,
  );
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    locked.filter(({ place, optional }) => !optional && !(place in installed)).map(({ place }) => place),
    [],
  );
});
