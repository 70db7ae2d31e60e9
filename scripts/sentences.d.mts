// What scripts/sentences.mjs offers, for tests in TypeScript.

export interface Text {
    /** A line, or a place in the manifest. */
    readonly line: number | string;
    readonly text: string;
}

export function textsIn(name: string, source: string): readonly Text[];
export function textsOf(value: unknown, where?: string): readonly Text[];
export function extensionTexts(): readonly (readonly [file: string, texts: readonly Text[]])[];
