// Writes THIRD_PARTY_NOTICES: whose work the vsix carries, and under which terms. scripts/consistency.mjs compares it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "./project.mjs";

const RULE = "=".repeat(78);
const LICENCE = /^(licen[cs]e|copying)(\.(txt|md))?$/i;
const read = (...parts) => readFileSync(path.join(...parts), "utf8").replaceAll("\r\n", "\n");

/** The file's text, from what was bundled; made by `npm run build` and the set-up of the sidecar's libraries. */
export function notices() {
  const micropython = read(inRoot("server/interpreter/NOTICE")).trim();
  const sections = [micropython, ...grouped([...pythonPackages(), ...nodePackages()])];
  return `Jumperwire contains the following third-party software.\n\n${sections.map((section) => `${RULE}\n${section}\n`).join("\n")}`;
}

/** Packages under the very same text share a section. */
function grouped(packages) {
  const byText = new Map();
  for (const each of packages) byText.set(each.text, [...(byText.get(each.text) ?? []), each]);
  return [...byText].map(
    ([text, those]) =>
      `${those
        .map(({ title }) => title)
        .sort()
        .join("\n")}\n\n${text}`,
  );
}

function pythonPackages() {
  const folder = inRoot("dist/python");
  const infos = readdirSync(folder)
    .filter((name) => name.endsWith(".dist-info"))
    .sort();
  return infos.map((info) => {
    const name = /^(.*)-[^-]+\.dist-info$/.exec(info)[1];
    return {
      title: `${name} (Python)`,
      text:
        name === "pyserial"
          ? pyserialLicence(folder, infos)
          : licenceIn(name, path.join(folder, info), path.join(folder, info, "licenses")),
    };
  });
}

/** Its wheel has no licence file. Its files say BSD-3-Clause, and the same people's pyserial-asyncio has that text. */
function pyserialLicence(folder, infos) {
  const copyright = /^# (\(C\) .*)$/m.exec(read(folder, "serial/__init__.py"))[1];
  if (!read(folder, "serial/__init__.py").includes("BSD-3-Clause"))
    throw new Error("pyserial is under another licence now");
  const sibling = infos.find((info) => info.startsWith("pyserial_asyncio-"));
  return licenceIn("pyserial-asyncio", path.join(folder, sibling)).replace(/^Copyright .*$/m, `Copyright ${copyright}`);
}

function nodePackages() {
  const { inputs } = JSON.parse(read(inRoot("dist/extension.meta.json")));
  const folders = Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name } = JSON.parse(read(inRoot(folder, "package.json")));
    const more = readdirSync(inRoot(folder)).filter((file) => /^thirdpartynotices/i.test(file));
    const text = [licenceIn(name, inRoot(folder)), ...more.map((file) => read(inRoot(folder, file)).trim())].join(
      "\n\n",
    );
    return { title: `${name} (Node)`, text };
  });
}

function licenceIn(name, ...folders) {
  for (const folder of folders.toReversed()) {
    const file = namesIn(folder).find((each) => LICENCE.test(each));
    if (file) return read(folder, file).trim();
  }
  throw new Error(`${name} has no licence file`);
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(inRoot("THIRD_PARTY_NOTICES"), notices());
