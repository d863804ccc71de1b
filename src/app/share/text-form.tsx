import { useRef } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { fileNameOf } from './file-name';
import { copyText, download } from './hand-over';

interface TextFormProps {
  label: string;
  text: string;
  /** What it is for, in a sentence. */
  note: string;
  /** Words that are also a file. */
  file?: { name: string; extension: string; type: string };
  onSay: (words: string) => void;
}

/** A text to be looked at, copied and, where it is a file, saved. */
export function TextForm({ label, text, note, file, onSay }: TextFormProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) return onSay(`${label[0]!.toUpperCase()}${label.slice(1)} copied`);
    // What cannot be copied for a person can be copied by them.
    field.current?.select();
    onSay('Press Ctrl+C');
  };
  return (
    <>
      <textarea
        ref={field}
        className="input share-text mono"
        readOnly
        aria-label={`${label} to copy`}
        value={text}
        rows={Math.min(12, Math.max(3, text.split('\n').length))}
        spellCheck={false}
        onFocus={({ target }) => target.select()}
      />
      <p className="small second">{note}</p>
      <div className="share-buttons">
        <Button kind="primary" onClick={() => void copy()}>
          Copy {label}
        </Button>
        {file === undefined ? null : (
          <Button
            onClick={() => {
              const name = fileNameOf(file.name, file.extension);
              download(new Blob([text], { type: file.type }), name);
              onSay(`Saved ${name}`);
            }}
          >
            Download
          </Button>
        )}
      </div>
    </>
  );
}
