import { useMemo } from 'react';
import {
  broker,
  brokerRegistration,
  classicGroup,
  classicMember,
  partitionRegistration,
  producer,
  replica,
} from '../../../simulations/kafka/machines';
import { sightingsOf } from '../../../simulations/history';
import type { MachineSubject, Sighting } from '../../../simulations/history';
import { useAtMoment, useSession, useView } from '../../app';
import type { RunView } from '../../app';
import { chartOf } from './chart';
import type { Chart, ChartTransition } from './chart';
import { machinesOf, ownerOf } from './subjects';
import type { MachineChoice, Target } from './subjects';
import { transitionsOf } from './walk';
import type { TakenTransition } from './walk';

/** A run is folded anew so many times at most while it is computed. */
const FOLDS = 20;

const definitions: Readonly<Record<MachineSubject['machine'], Parameters<typeof chartOf>[0]>> = {
  broker,
  brokerRegistration,
  classicGroup,
  classicMember,
  partitionRegistration,
  producer,
  replica,
};

const charts = new Map<string, Chart>();

/** The chart of a definition, made once. */
function chartFor(machine: MachineSubject['machine']): Chart {
  const known = charts.get(machine);
  if (known !== undefined) return known;
  const chart = chartOf(definitions[machine]);
  charts.set(machine, chart);
  return chart;
}

/** The machine on screen: what is chosen in the diagram, and of it the machine that was asked for. */
export interface ShownMachine {
  owner: Target;
  choices: MachineChoice[];
  choice: MachineChoice;
  chart: Chart;
  /** All of its steps, as far as the run has been computed. */
  transitions: readonly TakenTransition[];
  /** How many of them were taken up to the moment on screen. */
  takenCount: number;
  /** The innermost state at the moment, empty: none. */
  state: string;
  sinceMicros: number;
}

export function useMachine(run: RunView): ShownMachine {
  const session = useSession();
  const selected = useView((view) => view.selected);
  const asked = useView((view) => view.machine);
  const owner = useMemo(() => ownerOf(run.trace.names, selected), [run, selected]);
  const choices = useMemo(() => machinesOf(run.trace.names, owner), [run, owner]);
  const wanted = asked ?? (selected?.kind === 'log' || selected?.kind === 'record' ? `replica ${selected.broker}` : '');
  const choice = choices.find(({ id }) => id === wanted) ?? choices[0];
  const chart = chartFor(choice.subject.machine);
  const endMicros = session.playhead.endMicros;
  const part = useView(({ progress }) =>
    progress.state === 'running' ? Math.floor((progress.nowMicros * FOLDS) / Math.max(1, endMicros)) : FOLDS + 1,
  );
  const { sightings, transitions } = useMemo(() => told(run, chart, choice, part), [run, chart, choice, part]);
  const takenCount = useAtMoment((at) => countUntil(transitions, at));
  const place = useAtMoment((at) => sightings.findLastIndex(({ atMicros }) => atMicros <= at));
  const now = sightings[place];
  return {
    owner,
    choices,
    choice,
    chart,
    transitions,
    takenCount,
    state: now?.state ?? '',
    sinceMicros: now?.atMicros ?? 0,
  };
}

function told(
  run: RunView,
  chart: Chart,
  { subject }: MachineChoice,
  _part: number,
): { sightings: readonly Sighting[]; transitions: readonly TakenTransition[] } {
  const actionWords = run.scenario.actions.map((action) => action.do);
  const restartMicros = run.scenario.brokers.restartTime * 1000;
  const sightings = sightingsOf({ trace: run.trace, names: run.trace.names, actionWords, restartMicros }, subject);
  return { sightings, transitions: transitionsOf(chart, sightings) };
}

/** How many steps were taken at or before a time. */
export function countUntil(transitions: readonly TakenTransition[], atMicros: number): number {
  let low = 0;
  let high = transitions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (transitions[middle].atMicros <= atMicros) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How often some transitions of the definition were taken. */
export function timesTaken(taken: readonly TakenTransition[], of: readonly ChartTransition[]): number {
  return taken.filter(({ via }) => via !== undefined && of.includes(via)).length;
}
