import type { DraftAction } from './action-shapes';
import type {
  NormalisedAction,
  NormalisedGroup,
  NormalisedMember,
  NormalisedProcessing,
  NormalisedProducer,
  NormalisedScenario,
  NormalisedTopic,
  Workload,
} from './normalised';
import type { Problems } from './problem';
import type { DraftScenario } from './scenario-shape';
import type { CommitMode } from './types';
import type { DraftWorkload } from './workload-shape';

/** The defaults that depend on something else in the scenario: on the duration, the brokers, the other settings. */
export function complete(draft: DraftScenario, problems: Problems): NormalisedScenario {
  const { guarantees, ...rest } = draft;
  return {
    ...rest,
    network: {
      ...draft.network,
      links: draft.network.links.map((link) => ({
        between: link.between,
        delay: link.delay ?? draft.network.delay,
        jitter: link.jitter ?? draft.network.jitter,
      })),
    },
    topics: mapValues(draft.topics, (topic) => completeTopic(topic, draft.brokers.count)),
    producers: mapValues(draft.producers, (producer) => completeProducer(producer, draft.duration)),
    groups: mapValues(draft.groups, (group, name) => completeGroup(group, name, problems)),
    actions: completeActions(draft.actions),
    ...(guarantees === undefined ? {} : { guarantees }),
  };
}

type DraftTopic = DraftScenario['topics'][string];
type DraftProducer = DraftScenario['producers'][string];
type DraftGroup = DraftScenario['groups'][string];

function completeTopic(topic: DraftTopic, brokerCount: number): NormalisedTopic {
  const assignment = topic.assignment;
  return {
    partitions: topic.partitions ?? assignment?.length ?? 1,
    replicationFactor: topic.replicationFactor ?? assignment?.[0]?.length ?? Math.min(3, brokerCount),
    ...(assignment === undefined ? {} : { assignment }),
    config: topic.config,
  };
}

function completeProducer(producer: DraftProducer, duration: number): NormalisedProducer {
  return { ...producer, workload: completeWorkload(producer.workload, duration) };
}

/** Keys stand in the same order whether they were written or filled in, so that equal scenarios are equal texts. */
function completeWorkload(workload: DraftWorkload, duration: number): Workload {
  if ('script' in workload) return workload;
  const stop = workload.stop ?? Math.max(duration, workload.start);
  if ('events' in workload) {
    const { events, rate, start } = workload;
    return { events, rate, start, stop };
  }
  const { rate, start, stop: _written, ...rest } = workload;
  return { rate, start, stop, ...rest };
}

function completeGroup(group: DraftGroup, name: string, problems: Problems): NormalisedGroup {
  const { commit, config } = completeCommit(group, name, problems);
  return {
    ...group,
    config,
    members: mapValues(group.members, (member): NormalisedMember => member),
    processing: completeProcessing(group.processing, commit),
  };
}

function completeProcessing(processing: DraftGroup['processing'], commit: CommitMode): NormalisedProcessing {
  const { time, jitter, commit: _written, ...rest } = processing;
  return { time, jitter, commit, ...rest };
}

const AUTO_COMMIT = 'enable.auto.commit';

/**
 * Who commits. Not said: what the client does, which is auto-commit unless that was switched off. Said and not auto:
 * auto-commit is switched off, as everybody who commits by hand means. Said both ways: both happen, with a warning.
 */
function completeCommit(group: DraftGroup, name: string, problems: Problems) {
  const written = Object.hasOwn(group.config, AUTO_COMMIT)
    ? String(group.config[AUTO_COMMIT]).trim().toLowerCase()
    : undefined;
  const commit = group.processing.commit;
  const config = group.config;
  if (commit === undefined) return { commit: written === 'false' ? ('after' as const) : ('auto' as const), config };
  const place = ['groups', name, 'processing', 'commit'];
  if (commit === 'auto') {
    if (written === 'false') problems.warn(place, `auto, but ${AUTO_COMMIT} is false: nothing is ever committed`);
    return { commit, config };
  }
  if (written === undefined) return { commit, config: { ...config, [AUTO_COMMIT]: false } };
  if (written === 'true') problems.warn(place, `${commit}, but ${AUTO_COMMIT} is true: both commit`);
  return { commit, config };
}

/** Every action has an id, so that the history, the timeline and the shrinker can name it. */
function completeActions(actions: readonly DraftAction[]): NormalisedAction[] {
  const taken = new Set(actions.map((action) => action.id));
  return actions.map((action, index) => {
    if (action.id !== undefined) return action as NormalisedAction;
    let id = `a${index + 1}`;
    while (taken.has(id)) id += "'";
    taken.add(id);
    const { id: _absent, ...rest } = action;
    return { id, ...rest } as NormalisedAction;
  });
}

function mapValues<A, B>(values: Record<string, A>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
}
