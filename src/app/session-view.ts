import type { Contract, Verdict } from '../../simulations/checker';
import type { EventColumns, Json, NormalisedScenario, Problem, Scenario, View } from '../../simulations/scenario';
import type { Catalogue, NeededFile, Recorded, RunHandle, RunState, ScenarioSource } from '../../workers/protocol';
import type { RecordingProgress, RecordingSource } from '../../workers/recording-protocol';
import type { DiagramTarget } from '../diagram';
import type { Bookmarks } from './bookmarks';
import type { Moments } from './moments';
import type { Theme } from './theme';
import type { RunDifference } from './run-difference';
import type { TraceMirror } from './trace-mirror';
import type { SavedWork, Step, Work } from './work';

/** A run on screen. A grown trace is the same object; an edit brings a new view. */
export interface RunView {
  handle: RunHandle;
  /** As it was written; edits are made on it. */
  written: Scenario;
  scenario: NormalisedScenario;
  settings: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  trace: TraceMirror;
  moments: Moments;
  warnings: readonly Problem[];
  watch?: string;
  contract: Contract;
  /** The preset that it is, unchanged. */
  preset?: string;
  /** It was recorded elsewhere and can only be looked at. */
  recording?: Recorded;
}

/** The run of another branch, in step with the one on screen. */
export interface ComparedRun {
  branch: string;
  run: RunView;
  progress: RunProgress;
  verdict?: Verdict;
  /** Where the two histories part; absent while they are alike as far as both are computed. */
  difference?: RunDifference;
}

/** How far the worker has come with the run on screen. */
export interface RunProgress {
  state: RunState;
  reason?: string;
  nowMicros: number;
  endMicros: number;
}

/** An input that was refused; what was on screen before stays there. */
export interface RefusedInput {
  /** What was refused, in words: "the link", "checkout.properties". */
  what: string;
  problems: readonly Problem[];
}

/** A scenario that waits for a file of events which it names. */
export interface WaitingScenario {
  source: ScenarioSource | RecordingSource;
  needs: NeededFile;
  /** The work that goes on once it has the file. */
  saved?: SavedWork;
}

/** An action whose fields are being filled in. */
export interface FormingAction {
  do: string;
  /** The node that it was asked for. */
  target?: string;
}

/** Everything on screen that is not the moment itself. */
export interface SessionView {
  phase: 'loading' | 'playing' | 'paused' | 'failed';
  run?: RunView;
  progress: RunProgress;
  verdict?: Verdict;
  refused?: RefusedInput;
  waiting?: WaitingScenario;
  /** How the link that was opened wanted to be looked at. */
  asked?: View;
  /** What broke, if the worker itself did. */
  failure?: string;
  /** Its branches, and which one is on screen; absent until a scenario is open. */
  work?: Work;
  /** Steps that can be taken back, the last one at the end. */
  undo: readonly Step[];
  /** Steps that were taken back, the last one at the end. */
  redo: readonly Step[];
  bookmarks: Bookmarks;
  /** Another branch beside the one on screen. */
  compared?: ComparedRun;
  catalogue?: Catalogue;
  events: Readonly<Record<string, EventColumns>>;
  speed: number;
  theme: Theme;
  panel: PanelId;
  /** The file of settings in front. */
  configTab?: string;
  /** Which machine of what is pinned is shown; absent: its first. */
  machine?: string;
  /** What is pinned in the diagram. */
  selected: DiagramTarget | null;
  forming?: FormingAction;
  /** A recording that is being read, and how far. */
  reading?: RecordingProgress & { name: string };
  /** A file that was chosen in a menu and is to be taken in. */
  incoming?: File;
  /** The count whose causes are shown. */
  asking?: string;
  showsTable: boolean;
  /** On a page of middling width the panels are a drawer over the diagram. */
  isDrawerOpen: boolean;
}

export const panelIds = ['config', 'inject', 'machine', 'lag', 'log'] as const;

export type PanelId = (typeof panelIds)[number];
