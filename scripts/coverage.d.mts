// What scripts/coverage.mjs offers, for tests in TypeScript.

export interface Lines {
    readonly all: number;
    readonly reached: number;
}

export function linesIn(lcov: string): ReadonlyMap<string, Lines>;
export function loadable(sources: ReadonlyMap<string, string>): readonly string[];
