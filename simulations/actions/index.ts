import { addPartitions } from './add-partitions';
import { burst } from './burst';
import { config } from './config';
import type { AnyAction } from './definition';
import { deleteRecords } from './delete-records';
import { deploy } from './deploy';
import { electPreferred } from './elect-preferred';
import { hotKey } from './hot-key';
import { isolate } from './isolate';
import { join } from './join';
import { kill } from './kill';
import { leave } from './leave';
import { loseAnswer } from './lose-answer';
import { moveCoordinator } from './move-coordinator';
import { network } from './network';
import { pause } from './pause';
import { powerOff } from './power-off';
import { processing } from './processing';
import { reassign } from './reassign';
import { rebalance } from './rebalance';
import { refuse } from './refuse';
import { restart } from './restart';
import { slow } from './slow';
import { stop } from './stop';
import { workload } from './workload';

export type { Acting, ActionDefinition, AnyAction } from './definition';
export { laterActions } from './later-actions';
export { resolveAction } from './resolve-action';
export type { Resolve } from './resolve-action';

/** Every action, in alphabetical order: the menu, the schema and the command line show this list. */
export const actions: readonly AnyAction[] = [
  addPartitions,
  burst,
  config,
  deleteRecords,
  deploy,
  electPreferred,
  hotKey,
  isolate,
  join,
  kill,
  leave,
  loseAnswer,
  moveCoordinator,
  network,
  pause,
  powerOff,
  processing,
  reassign,
  rebalance,
  refuse,
  restart,
  slow,
  stop,
  workload,
];

/** The definition of an action by its `do`. */
export function actionNamed(name: string): AnyAction | undefined {
  return actions.find((action) => action.do === name);
}
