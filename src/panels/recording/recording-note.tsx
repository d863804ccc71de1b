import type { ReactElement } from 'react';
import { Button } from '../../design/button';
import { cancelReading, openRecordedScenario, useSession, useView } from '../../app';
import './recording.css';

/** How far the reading of a recording is; and, once it is on screen, that it can only be looked at. */
export function RecordingNote(): ReactElement | null {
  const reading = useView((view) => view.reading);
  const recording = useView((view) => view.run?.recording);
  const session = useSession();
  if (reading !== undefined) {
    const percent = Math.round(reading.share * 100);
    return (
      <div className="note-line recording-note">
        <output>{reading.doing === 'checking' ? `Checking ${reading.name}` : `Reading ${reading.name}`}</output>
        <progress
          aria-label={`Reading ${reading.name}`}
          max={100}
          value={reading.doing === 'checking' ? undefined : percent}
        />
        <Button onClick={cancelReading}>Cancel</Button>
      </div>
    );
  }
  if (recording === undefined) return null;
  const unread = Object.entries(recording.unread);
  return (
    <div className="note-line recording-note" data-on-screen>
      <output>
        <b>{recording.name}</b>{' '}
        {recording.carriesScenario
          ? 'A recording: nothing can be changed. Open its scenario to change it.'
          : 'A recording: nothing can be changed.'}
        {unread.length === 0
          ? null
          : ` Not shown: ${unread.map(([kind, count]) => `${count.toLocaleString('en-US')} ${kind}`).join(', ')}.`}
      </output>
      {recording.carriesScenario ? (
        <Button onClick={() => void openRecordedScenario(session)}>Open its scenario</Button>
      ) : null}
    </div>
  );
}
