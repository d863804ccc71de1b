import type { Contract, Verdict } from '../simulations/checker';
import type { RecordingLevel, TraceNames } from '../simulations/kernel';
import type {
  ActionSpec,
  EventColumns,
  EventFieldMap,
  EventFormat,
  Json,
  NormalisedScenario,
  Problem,
  Scenario,
  View,
} from '../simulations/scenario';

/**
 * What the page and its workers say to each other. Types only: neither side owns this file. Calls are coarse, a run
 * advances in slices that the page asks for, and traces travel as transferred typed arrays, never as objects.
 */

/** A run inside the worker. Several may live side by side. */
export type RunHandle = number;

/** Where a scenario comes from: a preset's name, the fragment of a link, or JSON (an object, or its text). */
export type ScenarioSource = { preset: string } | { fragment: string } | { scenario: Json } | { text: string };

export interface OpenRequest {
  source: ScenarioSource;
  /** Columns of event files by the producer that sends them. */
  events?: Readonly<Record<string, EventColumns>>;
  level?: RecordingLevel;
}

export interface OpenedRun {
  ok: true;
  handle: RunHandle;
  /** As it was written, unwrapped: what is edited and shared. */
  written: Scenario;
  scenario: NormalisedScenario;
  names: TraceNames;
  /** Effective settings by scenario path: `producers.checkout`, `topics.orders`, `brokers`. */
  settings: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  warnings: Problem[];
  /** One sentence of a preset: what to watch for. */
  watch?: string;
  /** The preset that it is, unchanged. */
  preset?: string;
  /** What a link says beside the scenario: the moment, the panel, the theme. */
  view: View;
  /** What the run is judged by. */
  contract: Contract;
  endMicros: number;
  /** Rows below these numbers are those of the run that was edited; zero for a new run. */
  kept: TraceExtent;
  /** It was recorded elsewhere and can only be looked at. */
  recording?: Recorded;
  /** What it has computed already, if that was asked for. */
  first?: Slice;
}

/** What is known of a run that was recorded elsewhere. */
export interface Recorded {
  /** The file's. */
  name: string;
  source: 'simulated' | 'real';
  /** Its scenario can be run again; false: it was told from the events. */
  carriesScenario: boolean;
  /** Events by kind that nothing stands for in the picture. */
  unread: Readonly<Record<string, number>>;
}

/** Every problem at once, each with its path and, if one can say, its mend. */
export interface Refused {
  ok: false;
  problems: (Problem & { needs?: NeededFile })[];
}

/** A file of events that a scenario sends and that must be given beside it. */
export interface NeededFile {
  producer: string;
  file: string;
  map: EventFieldMap;
  sha256?: string;
}

export type OpenAnswer = OpenedRun | Refused;

/** How many rows of each table one side has. */
export interface TraceExtent {
  history: number;
  messages: number;
  records: number;
  batches: number;
  slots: number;
  logBatches: number;
  incarnations: number;
  keys: number;
  texts: number;
}

export interface RowRange {
  from: number;
  timeMicros: Float64Array;
  words: Int32Array;
}

export interface ColumnRange {
  from: number;
  count: number;
  columns: Readonly<Record<string, Float64Array | Int32Array>>;
}

/** What was written since the last answer. A range may begin below what was sent: open batches close later. */
export interface TraceRange {
  history: RowRange;
  messages: RowRange;
  records: ColumnRange;
  batches: ColumnRange;
  slots: { from: number; recordAt: Int32Array };
  logBatches: ColumnRange;
  incarnations: ColumnRange;
  keys: readonly string[];
  texts: readonly (string | null)[];
}

/** `stopped`: a limit was reached, and the run ends where it is. */
export type RunState = 'running' | 'done' | 'stopped';

export interface Slice {
  handle: RunHandle;
  state: RunState;
  /** Why the run was stopped, in a sentence with the mend. */
  reason?: string;
  /** Everything up to this virtual time is written. */
  nowMicros: number;
  eventCount: number;
  range: TraceRange;
  /** A verdict is not worth asking for yet. */
  isUnjudged?: boolean;
}

/** A slice ends at the first of these. */
export interface SliceBudget {
  untilMicros?: number;
  wallMs: number;
}

export interface PresetCard {
  id: string;
  name: string;
  description: string;
  watch?: string;
}

export interface Catalogue {
  presets: readonly PresetCard[];
  /** What menus and forms need of every action. */
  actions: readonly ActionSpec[];
}

/** The worker that runs simulations. */
export interface SimulationHost {
  catalogue(): Promise<Catalogue>;
  /** Reads, checks and prepares a scenario; nothing has happened yet in its run. */
  open(request: OpenRequest): Promise<OpenAnswer>;
  /** Runs on within the budget and answers with what was written. */
  advance(handle: RunHandle, budget: SliceBudget): Slice;
  /**
   * A new run that shares everything before `fromMicros` and follows `scenario` after it. The old one stays. With a
   * budget it begins at once: its first slice comes with the answer, and nobody waits for a question in between.
   */
  edit(handle: RunHandle, scenario: Json, fromMicros: number, budget?: SliceBudget): Promise<OpenAnswer>;
  /**
   * Runs a fork of the run for so long and forgets it, so that the first change of a person is not the first fork: what
   * an engine has compiled for one run it compiles once more for the objects of another.
   */
  rehearse(handle: RunHandle, wallMs: number): Promise<void>;
  verdict(handle: RunHandle): Promise<Verdict>;
  /** The result of the run at a virtual time, as the command line prints it. */
  result(handle: RunHandle, atMicros: number): Promise<Json>;
  traceHash(handle: RunHandle, atMicros: number): Promise<string>;
  /** The share link's fragment: the scenario as its difference from a preset, and the view. */
  link(scenario: Scenario, view: View): Promise<string>;
  close(handle: RunHandle): void;
}

/** The first look at an event file: what fields its rows have, and a few of them. */
export interface EventPreview {
  format: EventFormat;
  fields: readonly string[];
  rows: readonly (readonly string[])[];
  /** The mapping that the names of the fields suggest. */
  suggested: EventFieldMap;
}

export interface EventProgress {
  readBytes: number;
  totalBytes: number;
  rows: number;
}

/** A file of events, read whole. Lines that could not be read are left out of the columns. */
export interface EventFile {
  name: string;
  sha256: string;
  columns: EventColumns;
  /** With line and column; at most a hundred of them. */
  problems: readonly Problem[];
  problemCount: number;
}

/** The worker that reads event files. Nothing of them leaves the machine. */
export interface ReaderHost {
  preview(file: Blob, name: string): Promise<EventPreview>;
  read(
    file: Blob,
    request: { name: string; format: EventFormat; map: EventFieldMap },
    progress: (progress: EventProgress) => void,
  ): Promise<EventFile>;
}
