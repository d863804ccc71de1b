import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { ConfigFinding, ConfigKind } from './check';
import { loadCheck, loadMonaco } from './load';
import type { MonacoFile } from './monaco';
import './editor.css';

interface ConfigEditorProps {
  label: string;
  kind: ConfigKind;
  text: string;
  findings: readonly ConfigFinding[];
  /** It can be read and copied, not changed. */
  isReadOnly?: boolean;
  onType: (text: string) => void;
  /** Ctrl+Enter: act at once. */
  onSubmit: () => void;
}

/**
 * A file of settings. The text is there at once, plain and editable; on a page with room Monaco takes its place when it
 * has arrived, with the text, the caret and the focus as they are then.
 */
export function ConfigEditor(props: ConfigEditorProps): ReactElement {
  const { label, text, findings, isReadOnly = false, onType, onSubmit } = props;
  const plain = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const file = useMonaco(host, plain, props);
  useEffect(() => file?.setText(text), [file, text]);
  useEffect(() => file?.setReadOnly(isReadOnly), [file, isReadOnly]);
  useEffect(() => file?.setFindings(findings), [file, findings]);
  return (
    <div className="editor" data-monaco={file === undefined ? undefined : true}>
      {file === undefined ? (
        <textarea
          ref={plain}
          className="editor-plain"
          aria-label={label}
          aria-invalid={findings.some(({ severity }) => severity === 'error')}
          readOnly={isReadOnly}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={text}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
          }}
        />
      ) : null}
      <div ref={host} className="editor-monaco" hidden={file === undefined} />
    </div>
  );
}

/** Monaco is for pages with room and a keyboard; a finger edits plain text. */
const wantsMonaco = '(min-width: 700px) and (pointer: fine)';

function useMonaco(
  host: React.RefObject<HTMLDivElement | null>,
  plain: React.RefObject<HTMLTextAreaElement | null>,
  props: ConfigEditorProps,
): MonacoFile | undefined {
  const [file, setFile] = useState<MonacoFile>();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (!window.matchMedia(wantsMonaco).matches) return undefined;
    let opened: MonacoFile | undefined;
    let isGone = false;
    const open = async (): Promise<void> => {
      const [{ openFile }] = await Promise.all([loadMonaco(), loadCheck()]);
      const { current } = host;
      if (isGone || current === null) return;
      const area = plain.current;
      const hadFocus = area !== null && document.activeElement === area;
      const { label, kind, text } = latest.current;
      opened = openFile(current, {
        label,
        kind,
        text: area?.value ?? text,
        onType: (typed) => latest.current.onType(typed),
        onSubmit: () => latest.current.onSubmit(),
      });
      if (hadFocus) opened.focusAt(area.selectionStart);
      setFile(opened);
    };
    // A text without colours is no reason to alarm anybody: it stays editable.
    open().catch(() => undefined);
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [host, plain]);
  return file;
}
