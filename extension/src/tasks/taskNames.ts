// The names of the tasks in tasks.json. Pure.

export const TASK_NAMES = ["sync", "sync and run"] as const;

/** As lists of tasks show them, beside those of other extensions. */
export const TASK_TITLES: Record<TaskName, string> = { sync: "Sync", "sync and run": "Sync and Run" };

export type TaskName = (typeof TASK_NAMES)[number];

export function taskIn(definition: Readonly<Record<string, unknown>>): TaskName | undefined {
  return TASK_NAMES.find((name) => name === definition["task"]);
}
