import { strFromU8 } from 'fflate';
import type { NormalisedScenario } from '../scenario';
import type { HistoryEvent } from './event-kinds';
import { HistoryError, type HistoryHeader } from './header';
import { readNdjson } from './ndjson';
import { parseText } from './text-parse';
import { isTmtrace, readTmtrace, type Recording } from './tmtrace';
import { traceOfEvents } from './trace-of-events';

/** Text has no byte 0; so many bytes are looked at. */
const TEXT_LOOK_BYTES = 4096;

/** A recording of any form, ready for the judge. */
export interface ReadHistory extends Recording {
  witness: 'truth' | 'wire';
  /** Events by kind that no row stands for. */
  unread: Readonly<Record<string, number>>;
  /** The scenario is what was run; false: it was told from the events, so that they can be judged. */
  carriesScenario: boolean;
}

/**
 * Reads a history in any of its forms: .tmtrace, history/1 NDJSON, compact text. `scenario` replaces the one in the file
 * (a .tmtrace keeps its own: its rows are numbered by it).
 *
 * @throws HistoryError with the place and the reason.
 */
export function readHistory(bytes: Uint8Array, scenario?: NormalisedScenario): ReadHistory {
  if (isTmtrace(bytes)) return { ...readTmtrace(bytes), witness: 'truth', unread: {}, carriesScenario: true };
  const strange = bytes.subarray(0, TEXT_LOOK_BYTES).indexOf(0);
  if (strange >= 0) {
    const message = `neither a .tmtrace nor text: byte ${strange} is 0`;
    throw new HistoryError({ line: 0, message });
  }
  const text = strFromU8(bytes);
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) throw new HistoryError({ line: 0, message: 'it is empty' });
  if (first !== '{') return readEvents(parseText(text), scenario, null);
  const { header, events } = readNdjson(text);
  return readEvents(events, scenario ?? header.scenario ?? undefined, header);
}

function readEvents(
  events: readonly HistoryEvent[],
  scenario: NormalisedScenario | undefined,
  header: Omit<HistoryHeader, 'scenario'> | null,
): ReadHistory {
  const imported = traceOfEvents(events, scenario);
  const isAudited = events.some((event) => event.kind === 'phase' && event.phase === 'audit');
  return {
    header: {
      format: 'history/1',
      system: header?.system ?? { name: 'kafka', source: 'real' },
      scenario: imported.scenario,
      settings: header?.settings ?? {},
      simulatorDigest: header?.simulatorDigest ?? null,
      audited: header?.audited === true || isAudited,
    },
    names: imported.names,
    trace: imported.trace,
    witness: imported.witness,
    unread: imported.unread,
    carriesScenario: scenario !== undefined,
  };
}
