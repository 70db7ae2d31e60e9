/** What a command does. `argument` is what VS Code passes: a tree node, a URI, or nothing; `selected` is all that is selected with it. */
export type Handler<Parts> = (parts: Parts, argument: unknown, selected: unknown) => Promise<void> | void;
