import { brokersOf, isInLog } from './tables/log-tree';
import { Outcome } from './outcomes';
import type { Standing } from './verdict';
import type { HistoryView } from './view';

/** Where everything stands when the fold ends: what the sentences for zero are made of. */
export function standingOf(view: HistoryView, counters: { retries: number }): Standing {
  const { outcome } = view.sends;
  let [failed, unknown, sent] = [0, 0, 0];
  const { sentAtMicros, producer } = view.facts.records;
  for (let record = 0; record < outcome.length; record++) {
    if (producer[record] < 0 || sentAtMicros[record] > view.untilMicros) continue;
    sent++;
    if (outcome[record] === Outcome.fail) failed++;
    else if (outcome[record] === Outcome.info) unknown++;
  }
  return {
    sent,
    failed,
    unknown,
    retries: counters.retries,
    notEverywhere: notEverywhere(view),
    groups: view.names.groups.map((group, index) => ({
      group,
      delivered: view.deliveries.deliveredCount[index],
      done: view.deliveries.doneCount[index],
      again: view.deliveries.againCount[index],
    })),
  };
}

/** Acknowledged records that some in-sync replica does not hold. */
function notEverywhere(view: HistoryView): number {
  const log = view.facts.logBatches;
  const { batches } = view.facts;
  const missing = new Set<number>();
  for (let partition = 0; partition < view.names.userPartitionCount; partition++) {
    const members = brokersOf(view.replicas.inSyncReplicas[partition]);
    const tips = members.map((broker) => view.replicas.tip[view.replicas.at(broker, partition)]);
    for (const tip of tips) {
      for (let node = tip; node >= 0 && !tips.every((it) => isInLog(log, node, it)); node = log.parent[node]) {
        const batch = log.batch[node];
        if (batch < 0) continue;
        for (let slot = batches.firstSlot[batch]; slot < batches.firstSlot[batch] + batches.count[batch]; slot++) {
          const record = batches.recordAt[slot];
          if (view.sends.isPromised[record] === 1) missing.add(record);
        }
      }
    }
  }
  return missing.size;
}
