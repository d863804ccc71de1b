/**
 * A page with a diagram and nothing else, over a trace written for it: what is measured here is the drawing. The query
 * says which trace: `?kind=busy` (2,000 records in flight, 3 brokers x 12 partitions), `large` (30 brokers x 1,000
 * partitions), `calm`, or `killed`.
 */
import { createRef, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { ClusterView } from '../../../simulations/history';
import { Diagram, type DiagramCaptions, type DiagramHandle, type DiagramTarget } from '../../../src/diagram';
import '../../../src/design/tokens.css';
import '../../../src/design/fonts.css';
import '../../../src/design/base.css';
import '../../../src/design/controls.css';
import '../../../src/design/overlays.css';
import { traceOf, type TraceKind } from '../frame-traces';

const query = new URLSearchParams(location.search);
const theme = query.get('theme');
if (theme) document.documentElement.dataset.theme = theme;

const kind = (query.get('kind') ?? 'busy') as TraceKind;
const { trace, marks } = traceOf(kind);
const view = new ClusterView(trace.names, trace.trace);
const handle = createRef<DiagramHandle>();
const captions: DiagramCaptions = {
  producerNotes: { checkout: 'acks=1', mobile: 'acks=1, offline bursts' },
  groupNotes: { invoice: 'cooperative', fraud: 'eager', iceberg: 'eager' },
  producerTopics: {},
  racks: kind === 'large' ? Array.from({ length: 30 }, (_, broker) => 'abc'[broker % 3]!) : [],
  combinedControllers: true,
};
const actions = [
  { do: 'kill', label: 'Kill', note: 'K', hint: 'The process dies without a word.' },
  { do: 'pause', label: 'Pause', hint: 'A long garbage collection.' },
  { do: 'isolate', label: 'Isolate', hint: 'Nothing reaches it and nothing leaves it.' },
];

function Page(): ReactElement {
  const [selected, setSelected] = useState<DiagramTarget | null>(null);
  const [showsTable, setShowsTable] = useState(query.has('table'));
  return (
    <div style={{ width: '100vw', height: '100vh' }}>
      <Diagram
        ref={handle}
        view={view}
        timeMicros={Number(query.get('at') ?? '0') * 1e6}
        marks={marks}
        captions={captions}
        endMicros={trace.endMicros}
        actionsFor={() => actions}
        onAct={(action, node) => (document.title = `${action.do} ${node.name}`)}
        selected={selected}
        onSelect={setSelected}
        showsTable={showsTable}
        onToggleTable={() => setShowsTable((shows) => !shows)}
      />
    </div>
  );
}

interface Played {
  /** Script time of each frame, ms. */
  script: number[];
  /** Between a frame and the next, ms. */
  gaps: number[];
  /** Tasks of the main thread over 50 ms, drawing or not. */
  longTasks: number[];
}

/** Calls `frame` once a frame, `count` times. */
async function playFrames(count: number, frame: (index: number) => void): Promise<Played> {
  const played: Played = { script: [], gaps: [], longTasks: [] };
  const observer = new PerformanceObserver((list) =>
    played.longTasks.push(...list.getEntries().map((it) => it.duration)),
  );
  observer.observe({ entryTypes: ['longtask'] });
  let last = 0;
  for (let index = 0; index < count; index++) {
    await new Promise<void>((done) => {
      requestAnimationFrame((now) => {
        if (last > 0) played.gaps.push(now - last);
        last = now;
        const before = performance.now();
        frame(index);
        played.script.push(performance.now() - before);
        done();
      });
    });
  }
  observer.disconnect();
  return played;
}

async function play(fromMicros: number, stepMicros: number, count: number): Promise<Played> {
  // The form for large clusters is loaded on demand.
  while (handle.current === null) await new Promise(requestAnimationFrame);
  return playFrames(count, (index) => handle.current!.draw(fromMicros + index * stepMicros));
}

/** The same loop over a canvas of the same size that is only cleared. */
async function playEmpty(count: number): Promise<Played> {
  const canvas = document.createElement('canvas');
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  canvas.style.cssText = 'position:fixed;inset:0';
  document.body.append(canvas);
  const context = canvas.getContext('2d')!;
  const played = await playFrames(count, (index) => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillRect(index % canvas.width, 0, 1, 1);
  });
  canvas.remove();
  return played;
}

/** Records on the wire at a moment. */
function inFlight(timeMicros: number): number {
  view.advanceTo(timeMicros);
  const rows = new Int32Array(1 << 16);
  const { messages } = trace.trace;
  const count = view.messagesInFlight(rows);
  let records = 0;
  for (let i = 0; i < count; i++) {
    const carried = rows[i]! + 1;
    const words = messages.chunks[carried >> 14]!.words;
    const at = (carried & 16_383) * 8;
    records += words[at + 4]! - words[at + 3]!;
  }
  return records;
}

Object.assign(window, { bench: { play, playEmpty, inFlight, draw: (at: number) => handle.current!.draw(at) } });
createRoot(document.getElementById('root')!).render(<Page />);
