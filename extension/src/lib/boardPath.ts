// Paths on a board: absolute, with forward slashes, "/" for the root.

export function folderOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function inFolder(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** Whether `path` is `other`, or somewhere below it. */
export function isWithin(path: string, other: string): boolean {
  return other === "/" || path === other || path.startsWith(`${other}/`);
}

/** Returns the first folder of a path, which may be a different file system from the root. */
export function placeOf(path: string): string {
  const [first = "", ...rest] = path.split("/").slice(1);
  return rest.length === 0 ? "/" : `/${first}`;
}
