// What is what in a project file, for its colours where no extension knows TOML. Pure.

export const TOKEN_KINDS = ["comment", "string", "type", "property", "keyword", "number"] as const;

export interface TomlToken {
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly kind: (typeof TOKEN_KINDS)[number];
}

const STRING = /"(?:\\.|[^"\\])*"?|'[^']*'?/;
const HEADER = /(?<=^\s*)\[\[?[\w.\s-]+\]?\]?(?=\s*(?:#|$))/;
const TOKENS = new RegExp(
  `(?<comment>#.*)|(?<string>${STRING.source})|(?<type>${HEADER.source})|(?<property>[\\w-]+(?=\\s*=))` +
    "|(?<keyword>\\b(?:true|false)\\b)|(?<number>[-+]?\\b\\d[\\d_.]*\\b)",
  "g",
);

export function tokensOf(text: string): readonly TomlToken[] {
  return text
    .split(/\r?\n/)
    .flatMap((content, line) =>
      [...content.matchAll(TOKENS)].flatMap(({ index, 0: { length }, groups = {} }) =>
        TOKEN_KINDS.filter((kind) => groups[kind] !== undefined).map((kind) => ({ line, start: index, length, kind })),
      ),
    );
}
