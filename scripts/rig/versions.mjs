// Which VS Code the tests run in: the oldest that the extension supports, and the newest there is as a package.

/**
 * npm's `code-server` carries a complete VS Code server. `node` is the release it is made for, as in its own
 * `engines`; both tarballs are compared with these checksums before anything of them runs.
 */
export const VERSIONS = {
  "4.100.3": {
    vscode: "1.100.3",
    integrity: "sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==",
    node: "20.20.2",
  },
  "4.139.1": {
    vscode: "1.139.1",
    integrity: "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
    node: "24.21.0",
  },
};

/** Oldest first. */
export const ALL = Object.keys(VERSIONS);
export const NEWEST = ALL[ALL.length - 1];

/** Node comes as one package for each system; that of another system than these is not known here. */
export const NODES = {
  "20.20.2": {
    "linux-x64": "sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==",
    "linux-arm64": "sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==",
  },
  "24.21.0": {
    "linux-x64": "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    "linux-arm64": "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
};

/** For VS Code's search, which the older of them would download when it is installed. */
export const RIPGREP = "1.18.0";
export const RIPGREPS = {
  "linux-x64": "sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==",
  "linux-arm64": "sha512-lQ/5zTG++U0E3IhVgS4EPTTn/U4okncaRMM5GOFfOYZywS4nuD31GhkHbNYlDk5CuDC68+hYJ0/eQeyCKJDA+g==",
  "darwin-x64": "sha512-25b4gWbL138dGuQU244ebCKKc0q05ULBMoFSz9oAEUHNeqK/lOJViDS7DRvbDazzAzSEdan391Znks/R5mkaTQ==",
  "darwin-arm64": "sha512-r3ktHSvbFycQNF6sl7sNDPocpsI7J+mEzh1IaZFkY0spm3k2Z9t8hPAeOK7+p0l6p6/swkQC14XWX01low+94Q==",
};

/** Raised when the steps of the installation change: what was installed by the old ones is left alone. */
export const REVISION = 2;
