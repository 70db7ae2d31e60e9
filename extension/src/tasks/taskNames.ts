// The names of the tasks in tasks.json. Pure.

export const TASK_NAMES = ["sync", "sync and run"] as const;

export type TaskName = (typeof TASK_NAMES)[number];

export function taskIn(definition: Readonly<Record<string, unknown>>): TaskName | undefined {
  return TASK_NAMES.find((name) => name === definition["task"]);
}
