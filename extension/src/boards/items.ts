// How a board is shown in the tree, the pickers and the status bar. Pure.

import type { Board, Fault, SessionState } from "../generated/contract.ts";
import { sizeOf } from "../lib/size.ts";
import { DEMO_BOARD, isConnected, type Explain } from "./board.ts";

export interface Look {
  readonly icon: string;
  /** A theme colour's id. */
  readonly color: string | undefined;
  readonly label: string;
}

const LOOKS: Record<SessionState, Look> = {
  absent: { icon: "debug-disconnect", color: "disabledForeground", label: "not available" },
  closed: { icon: "circle-large-outline", color: undefined, label: "not connected" },
  opening: { icon: "sync~spin", color: undefined, label: "connecting…" },
  attached: { icon: "circle-large-filled", color: "charts.blue", label: "connected" },
  idle: { icon: "pass-filled", color: "charts.green", label: "ready" },
  running: { icon: "play-circle", color: "charts.green", label: "running" },
  busy: { icon: "sync~spin", color: "charts.blue", label: "busy" },
  lost: { icon: "warning", color: "list.warningForeground", label: "connection lost, reconnecting…" },
};

export function lookOf(board: Board): Look {
  const look = LOOKS[board.state];
  return reasonOf(board) === null || isConnected(board)
    ? look
    : { ...look, icon: "error", color: "list.errorForeground" };
}

/** Describes what the board is doing, briefly: "running main.py · workspace mounted". */
export function activityOf(board: Board): string {
  const { label } = LOOKS[board.state];
  const doing = board.state === "running" && board.program !== null ? `${label} ${board.program}` : label;
  return board.mounted === null ? doing : `${doing} · workspace mounted`;
}

/** The text beside the name: the state, then the reason. */
export function descriptionOf(board: Board, explain: Explain): string {
  const activity = activityOf(board);
  const reason = reasonOf(board);
  return reason === null ? activity : `${activity} – ${explain(reason)}`;
}

/** If a board is absent, it is no news that it cannot be opened. */
function reasonOf({ state, fault }: Board): Fault | null {
  return state === "absent" ? null : fault;
}

/** For `when` clauses: words between semicolons, so that `/;connected;/` cannot match half a word. */
export function contextValueOf(board: Board): string {
  const words = ["board", isConnected(board) ? "connected" : "disconnected", board.state];
  // The demo board would reappear at once, so forgetting it would look broken.
  if (board.remembered && board.id !== DEMO_BOARD) words.push("remembered");
  if (board.mounted !== null) words.push("mounted");
  else if (isConnected(board)) words.push("mountable");
  return `;${words.join(";")};`;
}

export interface Row {
  readonly name: string;
  readonly value: string;
}

/** What is known about a board, as rows for the tooltip and for *Copy Diagnostics*. */
export function rowsOf(board: Board): readonly Row[] {
  return [...linkRows(board), ...infoRows(board)].filter(({ value }) => value !== "");
}

function linkRows({ address, id, usb, mounted }: Board): readonly Row[] {
  const maker = [usb?.manufacturer, usb?.product].filter((text) => text !== undefined && text !== null).join(" ");
  return [
    { name: "Address", value: address },
    { name: "USB", value: usb === null ? "" : `${hex(usb.vid)}:${hex(usb.pid)} ${maker}`.trim() },
    { name: "Serial number", value: usb?.serialNumber ?? "" },
    // Any other id is the address with the passwords and command line that are removed from what is shown.
    { name: "Id", value: id.startsWith("id:") ? id : "" },
    { name: "Mounted", value: mounted ?? "" },
  ];
}

function infoRows({ info }: Board): readonly Row[] {
  if (info === null) return [];
  return [
    { name: "Board", value: info.machine },
    { name: "Firmware", value: `${info.version} (${info.platform})` },
    { name: "Unique id", value: info.uniqueId ?? "" },
    { name: "Free heap", value: info.heapFree === null ? "" : sizeOf(info.heapFree) },
    { name: "Free flash", value: flashOf(info.flashFree, info.flashTotal) },
  ];
}

function flashOf(free: number | null, total: number | null): string {
  if (free === null) return "";
  return total === null ? sizeOf(free) : `${sizeOf(free)} of ${sizeOf(total)}`;
}

function hex(id: number): string {
  return id.toString(16).padStart(4, "0");
}

/** Returns the tooltip in Markdown. Everything that a board or a port said is escaped. */
export function tooltipOf(board: Board, explain: Explain): string {
  const fault = reasonOf(board);
  const reason = fault === null ? "" : `\n\n${escapeMarkdown(explain(fault))}`;
  // The name is the table's header; an empty one would be drawn as an empty line.
  const head = `| ${escapeMarkdown(board.name)} | ${escapeMarkdown(activityOf(board))} |\n|:---|:---|`;
  const rows = rowsOf(board).map(({ name, value }) => `| ${name} | ${escapeMarkdown(value)} |`);
  const limits = board.kind === "virtual" ? "\n\nA simulated board: no pins, no network, no threads." : "";
  return `${[head, ...rows].join("\n")}${reason}${limits}`;
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, "\\$&").replace(/\s+/g, " ");
}
