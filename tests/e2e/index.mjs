// A web server on this computer that holds packages as an index does; nothing is fetched from anywhere else.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { once } from "node:events";

/** Packages of an index, which may be `broken`, or keep who asks for what `holds` matches waiting: `{ name, version, description, files: { path: text }, deps }`. */
export async function startIndex(packages) {
  const files = new Map();
  const state = { files, broken: false, held: [], holds: undefined, address: "" };
  for (const each of packages) add(files, each);
  const listed = packages.map(({ name, version, description }) => ({ name, version, description }));
  files.set("/index.json", JSON.stringify({ v: 2, packages: listed }));
  const server = createServer(({ url }, response) => {
    if (state.broken) response.destroy();
    else if (state.holds?.test(url)) state.held.push(response);
    else if (files.has(url)) response.end(files.get(url));
    else response.writeHead(404).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref(); // it serves as long as the tests run
  state.address = `http://127.0.0.1:${server.address().port}`;
  return state;
}

/** Sources for every version of compiled files: no test here needs compiled ones. */
function add(files, { name, version, files: contents, deps = [] }) {
  const hashes = Object.entries(contents).map(([path, text]) => {
    const short = createHash("sha256").update(text).digest("hex").slice(0, 8);
    files.set(`/file/${short.slice(0, 2)}/${short}`, text);
    return [path, short];
  });
  const manifest = JSON.stringify({ v: 1, version, hashes, deps: deps.map((dep) => [dep, "latest"]) });
  for (const mpy of ["py", "6"])
    for (const as of ["latest", version]) files.set(`/package/${mpy}/${name}/${as}.json`, manifest);
}
