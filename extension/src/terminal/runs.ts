// Which of the user's files ran on which board, so that tracebacks lead back to them. Bounded per board.

export const STDIN = "<stdin>";
const MOST_REMEMBERED = 50;

export class Runs<Place> {
  readonly #byBoard = new Map<string, Map<string, Place>>();

  ran(board: string, fileName: string, place: Place): void {
    const files = this.#byBoard.get(board) ?? new Map<string, Place>();
    this.#byBoard.set(board, files);
    files.delete(fileName);
    files.set(fileName, place); // last is newest
    const [oldest] = files.keys();
    if (files.size > MOST_REMEMBERED && oldest !== undefined) files.delete(oldest);
  }

  /** Returns the place that `file` in a traceback means, if it was run from here. */
  find(board: string, file: string): Place | undefined {
    const files = this.#byBoard.get(board);
    // Some firmware always says <stdin>, which then means the newest run.
    return file === STDIN ? [...(files?.values() ?? [])].at(-1) : files?.get(file);
  }
}
