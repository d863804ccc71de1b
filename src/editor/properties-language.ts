import { languages } from 'monaco-editor/editor/editor.api.js';
import type { editor, Position } from 'monaco-editor/editor/editor.api.js';
import { completions, describeKey, valueCompletions } from '../../simulations/config/catalogue';
import type { KeyDescription } from '../../simulations/config/catalogue';
import { scopeOf } from '../../simulations/config';
import type { ConfigKind } from '../../simulations/config';

const kinds: readonly ConfigKind[] = ['producer', 'consumer', 'share-consumer', 'admin', 'topic', 'group', 'broker'];

/** Java's .properties, once for each kind of file: keys, values and comments, completion and hover. */
export function setUpLanguage(): void {
  for (const kind of kinds) {
    const id = `properties-${kind}`;
    languages.register({ id });
    languages.setLanguageConfiguration(id, { comments: { lineComment: '#' }, wordPattern: /[^\s=:#!]+/ });
    languages.setMonarchTokensProvider(id, {
      tokenizer: {
        root: [
          [/^\s*[#!].*$/, 'comment'],
          [/^\s*[^\s=:]+/, 'key'],
          [/[=:]/, { token: 'delimiter', next: '@value' }],
        ],
        value: [
          [/[^\\]*\\$/, 'value'],
          [/.+$/, { token: 'value', next: '@pop' }],
          [/$/, { token: '', next: '@pop' }],
        ],
      },
    });
    languages.registerCompletionItemProvider(id, {
      triggerCharacters: ['.', '='],
      provideCompletionItems: (model, position) => ({ suggestions: suggestionsAt(kind, model, position) }),
    });
    languages.registerHoverProvider(id, {
      provideHover: (model, position) => hoverAt(kind, model, position),
    });
  }
}

function suggestionsAt(kind: ConfigKind, model: editor.ITextModel, position: Position): languages.CompletionItem[] {
  const line = model.getLineContent(position.lineNumber);
  const before = line.slice(0, position.column - 1);
  const separator = before.search(/[=:]/);
  const from = separator < 0 ? before.search(/\S|$/) : separator + 1;
  const range = {
    startLineNumber: position.lineNumber,
    endLineNumber: position.lineNumber,
    startColumn: from + 1,
    endColumn: separator < 0 ? Math.max(position.column, keyEndOf(line)) : line.length + 1,
  };
  const scope = scopeOf(kind);
  if (separator >= 0) {
    return valueCompletions(scope, before.slice(0, separator).trim()).map((value) => ({
      label: value,
      kind: languages.CompletionItemKind.Value,
      insertText: value,
      range,
    }));
  }
  const hasValue = /[=:]/.test(line);
  return completions(scope, before.trim()).map((key, index) => ({
    label: { label: key.key, description: key.defaultText },
    kind: languages.CompletionItemKind.Property,
    documentation: { value: documentationOf(key) },
    insertText: hasValue ? key.key : `${key.key}=`,
    sortText: String(index).padStart(4, '0'),
    range,
    ...(hasValue ? {} : { command: { id: 'editor.action.triggerSuggest', title: 'values' } }),
  }));
}

function hoverAt(kind: ConfigKind, model: editor.ITextModel, position: Position): languages.Hover | null {
  const line = model.getLineContent(position.lineNumber);
  const key = /^\s*([^#!\s=:][^\s=:]*)/.exec(line)?.[1];
  const described = key === undefined ? null : describeKey(scopeOf(kind), key);
  if (described === null) return null;
  const start = line.search(/\S/) + 1;
  return {
    range: {
      startLineNumber: position.lineNumber,
      endLineNumber: position.lineNumber,
      startColumn: start,
      endColumn: line.length + 1,
    },
    contents: [{ value: `**${described.key}** \u2002 ${described.validText}` }, { value: documentationOf(described) }],
  };
}

/** Meaning, default, what a run makes of it, what it must agree with. */
function documentationOf({ doc, defaultText, modelledText, rules }: KeyDescription): string {
  const standard = defaultText === '' ? 'No default.' : `Default \`${defaultText}\`.`;
  const agreements = rules.map(({ when, effect, rule }) => `- ${when}: ${effect} (${rule})`);
  return [doc, `${standard} ${modelledText}`, agreements.join('\n')].filter((part) => part !== '').join('\n\n');
}

function keyEndOf(line: string): number {
  const separator = line.search(/[=:]/);
  return (separator < 0 ? line.length : separator) + 1;
}
