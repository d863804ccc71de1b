import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { formatDuration, parseDuration } from '../../../simulations/scenario';
import { Button } from '../../design/button';
import { useSession, useView } from '../session-context';
import { download } from './hand-over';
import { offerableControls } from './offerable';
import type { OfferableSection } from './offerable';
import { pictureName, svgFile } from './picture-form';
import type { EmbedChoice, Shared } from './share-texts';
import { usePicture } from './use-picture';

interface EmbedState {
  choice: EmbedChoice;
  sections: readonly OfferableSection[];
  chosen: ReadonlySet<string>;
  toggle: (word: string) => void;
  from: TimeField;
  to: TimeField;
  hasPicture: boolean;
  setPicture: (wanted: boolean) => void;
  savePicture: (() => string) | undefined;
}

interface TimeField {
  text: string;
  error: string | undefined;
  set: (text: string) => void;
}

/** What an author chooses for a diagram in a page of their own: controls, a stretch, a picture in its place. */
export function useEmbedChoice(shared: Shared, canHavePicture: boolean): EmbedState {
  const { playhead } = useSession();
  const run = useView((view) => view.run);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['play', 'scrub']));
  const [hasPicture, setPicture] = useState(false);
  const [stretch] = useState({ fromMs: playhead.startMicros / 1000, toMs: playhead.endMicros / 1000 });
  const [fromText, setFrom] = useState(textOf(stretch.fromMs));
  const [toText, setTo] = useState(textOf(stretch.toMs));
  const from = timeOf(fromText);
  const to = timeOf(toText);
  const isTurned = from.ms !== undefined && to.ms !== undefined && from.ms >= to.ms;
  const sections = useMemo(
    () => (run === undefined ? [] : offerableControls(shared.scenario, run.scenario)),
    [run, shared],
  );
  const picture = usePicture(shared, canHavePicture && hasPicture);
  const file = pictureName(shared, 'svg');
  return {
    choice: {
      controls: sections.flatMap(({ controls }) => controls.map(({ word }) => word)).filter((word) => chosen.has(word)),
      // The run's own ends need not be said.
      fromMs: isTurned || from.ms === stretch.fromMs ? undefined : from.ms,
      toMs: isTurned || to.ms === stretch.toMs ? undefined : to.ms,
      picture:
        picture === undefined || !hasPicture ? undefined : { file, width: picture.width, height: picture.height },
    },
    sections,
    chosen,
    toggle: (word) => setChosen(toggled(chosen, word)),
    from: { text: fromText, error: from.error, set: setFrom },
    to: { text: toText, error: to.error ?? (isTurned ? 'expected more than from' : undefined), set: setTo },
    hasPicture,
    setPicture,
    savePicture: picture === undefined ? undefined : () => (download(svgFile(picture), file), file),
  };
}

/** The form of it. */
export function EmbedForm({
  embed,
  hasPicture,
  onSay,
}: {
  embed: EmbedState;
  hasPicture: boolean;
  onSay: (words: string) => void;
}): ReactElement {
  return (
    <div className="share-embed">
      {embed.sections.map(({ title, controls }) => (
        <fieldset key={title} className="share-choices">
          <legend>{title}</legend>
          {controls.map(({ word, label }) => (
            <label key={word} className={title === 'Settings' ? 'mono' : undefined}>
              <input type="checkbox" checked={embed.chosen.has(word)} onChange={() => embed.toggle(word)} />
              {label}
            </label>
          ))}
        </fieldset>
      ))}
      <fieldset className="share-choices">
        <legend>Stretch</legend>
        <TimeInput label="from" field={embed.from} />
        <TimeInput label="to" field={embed.to} />
      </fieldset>
      {hasPicture ? (
        <fieldset className="share-choices">
          <legend>Without frames</legend>
          <label>
            <input
              type="checkbox"
              checked={embed.hasPicture}
              onChange={({ target }) => embed.setPicture(target.checked)}
            />
            A picture, saved beside the page
          </label>
          {embed.hasPicture ? (
            <Button
              disabled={embed.savePicture === undefined}
              onClick={() => onSay(`Saved ${embed.savePicture?.() ?? ''}`)}
            >
              Download it
            </Button>
          ) : null}
        </fieldset>
      ) : null}
    </div>
  );
}

function TimeInput({ label, field }: { label: string; field: TimeField }): ReactElement {
  return (
    <>
      <label className="share-time">
        {label}
        <input
          className="input mono"
          value={field.text}
          aria-invalid={field.error !== undefined}
          onChange={({ target }) => field.set(target.value)}
        />
      </label>
      {field.error === undefined ? null : (
        <span role="alert" className="small red">
          {label}: {field.error}
        </span>
      )}
    </>
  );
}

function textOf(ms: number): string {
  return ms === 0 ? '0s' : formatDuration(ms);
}

function timeOf(text: string): { ms?: number; error?: string } {
  const reading = parseDuration(/^\d+(\.\d+)?$/.test(text.trim()) ? `${text.trim()}s` : text.trim());
  return reading.ok ? { ms: reading.ms } : { error: reading.message };
}

function toggled(chosen: ReadonlySet<string>, word: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(word)) next.add(word);
  return next;
}
