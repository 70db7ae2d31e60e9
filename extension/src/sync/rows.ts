// The rows of a plan's preview. Pure.

import type { SyncAction, SyncPlan, SyncStep } from "../generated/contract.ts";
import { folderOf, nameOf as lastOf } from "../lib/boardPath.ts";
import { sizeOf } from "../lib/size.ts";
import { ACTIONS, files, sendable, shown, stepsOf, tooSmall } from "./steps.ts";
import { canTick, type Ticks } from "./ticks.ts";
import { aheadOf, effectOf, firstText, keptText, reasonOf, shortfallText, sizesOf, titleOf } from "./words.ts";

/** A plan with what is ticked in it. */
export interface Previewed {
  readonly plan: SyncPlan;
  readonly ticks: Ticks;
}

export type Row =
  | { readonly kind: "board"; readonly of: Previewed }
  | { readonly kind: "group"; readonly of: Previewed; readonly action: SyncAction; readonly steps: readonly SyncStep[] }
  | { readonly kind: "step"; readonly of: Previewed; readonly step: SyncStep };

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "kind" in value && "of" in value;
}

/** What a row's menu offers: ";decidable;" where there is a choice between two versions. */
export function contextOf(row: Row): string {
  const choices = tickable(row).some(({ decidable }) => decidable);
  return `;${row.kind};${choices ? "decidable;" : ""}`;
}

/** With a single board, its groups are at the root. */
export function rootsOf(previewed: readonly Previewed[]): readonly Row[] {
  const [only, ...others] = previewed;
  if (only !== undefined && others.length === 0) return groupsOf(only);
  return previewed.map((of) => ({ kind: "board", of }));
}

export function childrenOf(row: Row): readonly Row[] {
  if (row.kind === "board") return groupsOf(row.of);
  return row.kind === "group" ? row.steps.map((step) => ({ kind: "step", of: row.of, step })) : [];
}

function groupsOf(of: Previewed): readonly Row[] {
  const groups = ACTIONS.map((action) => ({ kind: "group", of, action, steps: stepsOf(of.plan, action) }) as const);
  return groups.filter(({ steps }) => steps.length > 0);
}

/** What the tick of a row refers to. */
export function tickable(row: Row): readonly SyncStep[] {
  if (row.kind === "group") return row.steps.filter(canTick);
  return row.kind === "step" && canTick(row.step) ? [row.step] : [];
}

/** Undefined for rows without a box. */
export function isTicked(row: Row): boolean | undefined {
  const steps = tickable(row);
  return steps.length === 0 ? undefined : steps.every(({ path }) => row.of.ticks.isOn(path));
}

export function labelOf(row: Row, nameOf: (board: string) => string): string {
  if (row.kind === "board") return nameOf(row.of.plan.board);
  return row.kind === "group" ? titleOf(row.action) : shown(row.step);
}

export function descriptionOf(row: Row): string {
  if (row.kind === "board") return aheadText(row.of);
  if (row.kind === "group") return `${String(row.steps.length)}${sizeText(row.action, row.steps)}`;
  const { of, step } = row;
  const effect = effectOf(step, of.plan.direction, of.ticks.isOn(step.path));
  const texts = [effect, reasonOf(step), sizesOf(step), step.compiled ? "compiled" : ""];
  return texts.filter((text) => text !== "").join(" · ");
}

/** What a screen reader says of a row: names rather than paths, and words rather than arrows. */
export function spokenOf(row: Row, nameOf: (board: string) => string): string {
  const label = row.kind === "step" ? spokenPath(row.step) : labelOf(row, nameOf);
  const counts = row.kind === "group" && row.steps.length === 1 ? "item" : "items";
  const text = row.kind === "group" ? descriptionOf(row).replace(/^\d+/, `$& ${counts}`) : descriptionOf(row);
  return `${label}, ${text}`.replaceAll(" · ", ", ").replaceAll(" → ", " to ");
}

/** What a tick does. */
export function boxLabel(row: Row): string {
  if (row.kind === "step") return `Include ${spokenPath(row.step)} in the sync`;
  return row.kind === "group" ? `Include all: ${titleOf(row.action)}` : "Include all";
}

function spokenPath({ path, folder }: SyncStep): string {
  const parent = folderOf(path);
  return `${folder ? "folder " : ""}${lastOf(path)}${parent === "/" ? "" : ` in ${parent.slice(1)}`}`;
}

/** Shows the current size of files that will be deleted. */
const STAYING: readonly SyncAction[] = ["delete", "protected", "ignored"];

function sizeText(action: SyncAction, steps: readonly SyncStep[]): string {
  const bytes = files(steps).reduce(
    (sum, { size, oldSize }) => sum + (STAYING.includes(action) ? (oldSize ?? size) : size),
    0,
  );
  return bytes === 0 ? "" : ` · ${sizeOf(bytes)}`;
}

/** The lines above the rows: what will be done, and what is in the way. */
export function messageOf(previewed: readonly Previewed[], nameOf: (board: string) => string): string {
  return previewed
    .map((each) => linesOf(each, previewed.length > 1, nameOf))
    .flat()
    .join("\n");
}

function linesOf({ plan, ticks }: Previewed, several: boolean, nameOf: (board: string) => string): readonly string[] {
  const name = nameOf(plan.board);
  const ahead = aheadText({ plan, ticks });
  const head = ahead === "" ? nothingText(plan, name) : `${several ? `${name}: ` : ""}${ahead}.`;
  const first = plan.first && plan.direction === "upload" && ahead !== "" ? [firstText(name)] : [];
  const deleting = ticks.decision(plan).delete;
  const rooms = tooSmall(plan, deleting).map(
    (room) =>
      `Not enough space on ${name}: ${shortfallText(room, deleting ? room.missingAfterDeletions : room.missing)}`,
  );
  const help =
    !deleting && rooms.length > 0 && tooSmall(plan, true).length === 0
      ? ["Tick the files to delete to make room."]
      : [];
  const kept = sendable(plan).filter(({ path }) => ticks.isOn(path) !== true).length;
  const differing = kept === 0 ? [] : [`${keptText(kept)}: tick what is to be sent this time.`];
  return [...first, head, ...differing, ...rooms, ...help];
}

/** "2 files to send: 31 B, about 0.1 s. Not ticked: 1 item to delete"; empty if there is nothing to do. */
function aheadText({ plan, ticks }: Previewed): string {
  const { ticked, left } = aheadOf(plan, (path) => ticks.isOn(path));
  if (left === "") return ticked;
  return ticked === "" ? `Nothing is ticked: ${left}` : `${ticked}. Not ticked: ${left}`;
}

function nothingText({ direction }: SyncPlan, name: string): string {
  return direction === "upload" ? `${name} is up to date.` : `The workspace has everything from ${name}.`;
}
