import { KeyCode, KeyMod, MarkerSeverity, editor } from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/codeEditor/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/cursorUndo/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/gotoError/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/linesOperations/register.js';
import 'monaco-editor/features/multicursor/register.js';
import 'monaco-editor/features/snippet/register.js';
import 'monaco-editor/features/suggest/register.js';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/features/toggleTabFocusMode/register.js';
import 'monaco-editor/features/wordOperations/register.js';
// The bundler makes a worker of it.
// oxlint-disable-next-line import/default
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import type { ConfigFinding, ConfigKind } from './check';
import { checkText } from './check';
import { setUpLanguage } from './properties-language';
import { setUpThemes, themeName } from './monaco-themes';

/** Monaco runs its diffing and word search in a worker of the page's own. */
globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };
setUpLanguage();
setUpThemes();

export interface MonacoFile {
  setText(text: string): void;
  setReadOnly(isReadOnly: boolean): void;
  setFindings(findings: readonly ConfigFinding[]): void;
  focusAt(offset: number): void;
  close(): void;
}

export interface OpenFileOptions {
  label: string;
  kind: ConfigKind;
  text: string;
  onType: (text: string) => void;
  onSubmit: () => void;
}

const severities = { error: MarkerSeverity.Error, warning: MarkerSeverity.Warning, info: MarkerSeverity.Info };

/** Opens a file of settings in an element. */
export function openFile(host: HTMLElement, { label, kind, text, onType, onSubmit }: OpenFileOptions): MonacoFile {
  // The kind is part of the language, so that completion and hover know what the file configures.
  const model = editor.createModel(text, `properties-${kind}`);
  const instance = editor.create(host, {
    model,
    theme: themeName(),
    ariaLabel: label,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 12,
    lineHeight: 21,
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    folding: false,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: 'line',
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    scrollbar: {
      vertical: 'auto',
      horizontalScrollbarSize: 8,
      verticalScrollbarSize: 8,
      alwaysConsumeMouseWheel: false,
    },
    wordBasedSuggestions: 'off',
    occurrencesHighlight: 'off',
    fixedOverflowWidgets: true,
    automaticLayout: true,
    tabFocusMode: true,
    padding: { top: 8, bottom: 8 },
    quickSuggestions: { other: true, comments: false, strings: true },
    hover: { delay: 250 },
  });
  const notes = instance.createDecorationsCollection();
  let isOurs = false;
  const showNotes = (): void => void notes.set(defaultNotes(kind, model));
  showNotes();
  const changed = model.onDidChangeContent(() => {
    showNotes();
    if (!isOurs) onType(model.getValue());
  });
  instance.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, onSubmit);
  const themed = new MutationObserver(() => editor.setTheme(themeName()));
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return {
    setText(next) {
      if (next === model.getValue()) return;
      isOurs = true;
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: next }], () => null);
      isOurs = false;
    },
    setReadOnly: (readOnly) => instance.updateOptions({ readOnly }),
    setFindings: (findings) => editor.setModelMarkers(model, 'kafka', findings.map(markerOf)),
    focusAt(offset) {
      instance.focus();
      instance.setPosition(model.getPositionAt(offset));
    },
    close() {
      themed.disconnect();
      changed.dispose();
      instance.dispose();
      model.dispose();
    },
  };
}

/** Kafka's own words where it refuses, ours below them. */
function markerOf(finding: ConfigFinding): editor.IMarkerData {
  return {
    severity: severities[finding.severity],
    message: finding.exception === undefined ? finding.message : `${finding.exception}: ${finding.message}`,
    code: finding.rule,
    startLineNumber: finding.line,
    startColumn: finding.column,
    endLineNumber: finding.endLine,
    endColumn: finding.endColumn,
  };
}

/** "default all" at the end of every line that changes a default. */
function defaultNotes(kind: ConfigKind, model: editor.ITextModel): editor.IModelDeltaDecoration[] {
  const notes = new Map(checkText(kind, model.getValue()).notes.map((note) => [note.key, note]));
  return Array.from({ length: model.getLineCount() }, (_, index) => index + 1).flatMap((lineNumber) => {
    const key = /^\s*([^#!\s=:]+)\s*[=:]/.exec(model.getLineContent(lineNumber))?.[1];
    const note = key === undefined ? undefined : notes.get(key);
    if (note === undefined || note.isDefault) return [];
    const column = model.getLineMaxColumn(lineNumber);
    return [
      {
        range: { startLineNumber: lineNumber, startColumn: column, endLineNumber: lineNumber, endColumn: column },
        options: {
          showIfCollapsed: true,
          after: { content: `default ${note.default}`, inlineClassName: 'editor-default' },
        },
      },
    ];
  });
}
