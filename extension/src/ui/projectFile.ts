// Colours and completion in jumperwire.toml where no extension knows TOML.

import * as vscode from "vscode";
import { Disposables, type Disposable } from "../lib/disposables.ts";
import { offersAt, type Offer } from "../sync/projectKeys.ts";
import { PROJECT_FILE } from "../sync/projects.ts";
import { TOKEN_KINDS, tokensOf } from "../sync/tomlTokens.ts";

const FILES: vscode.DocumentFilter = { scheme: "file", pattern: `**/${PROJECT_FILE}` };
const LEGEND = new vscode.SemanticTokensLegend([...TOKEN_KINDS]);

/** Extensions come and go, so they are looked at again when that happens. */
export function helpWithProjectFile(): Disposable {
  const owned = new Disposables();
  let help: Disposable | undefined;
  const look = (): void => {
    if (isTomlKnown() === (help === undefined)) return;
    help?.dispose();
    help = help === undefined ? register() : undefined;
  };
  owned.add(vscode.extensions.onDidChange(look));
  owned.add({ dispose: () => help?.dispose() });
  look();
  return owned;
}

function isTomlKnown(): boolean {
  return vscode.extensions.all.some(({ packageJSON }) => {
    const { contributes } = packageJSON as { contributes?: { languages?: readonly { id?: string }[] } };
    return contributes?.languages?.some(({ id }) => id === "toml") === true;
  });
}

function register(): Disposable {
  const owned = new Disposables();
  owned.add(
    vscode.languages.registerDocumentSemanticTokensProvider(
      FILES,
      { provideDocumentSemanticTokens: (document) => coloured(document.getText()) },
      LEGEND,
    ),
  );
  const provideCompletionItems = (
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.CompletionItem[] => {
    const text = document.getText(new vscode.Range(new vscode.Position(0, 0), position));
    const after = document.lineAt(position).text.slice(position.character);
    return offersAt(text.split(/\r?\n/)).map((offer) => itemOf(offer, position, after.startsWith('"') ? 1 : 0));
  };
  owned.add(vscode.languages.registerCompletionItemProvider(FILES, { provideCompletionItems }, "=", '"', " ", "["));
  return owned;
}

function coloured(text: string): vscode.SemanticTokens {
  const builder = new vscode.SemanticTokensBuilder(LEGEND);
  for (const { line, start, length, kind } of tokensOf(text))
    builder.push(new vscode.Range(line, start, line, start + length), kind);
  return builder.build();
}

/** `closing`: the number of characters after the cursor that VS Code added when a quotation mark was typed. */
function itemOf(offer: Offer, position: vscode.Position, closing: number): vscode.CompletionItem {
  const { label, description, typed, text, value } = offer;
  const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Property);
  item.documentation = description;
  item.range = new vscode.Range(position.translate(0, -typed), position.translate(0, typed > 0 ? closing : 0));
  item.insertText = new vscode.SnippetString().appendText(text);
  if (value !== "") item.insertText.appendPlaceholder((snippet) => snippet.appendText(value));
  return item;
}
