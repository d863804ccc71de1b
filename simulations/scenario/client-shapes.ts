import { client } from './cluster-shapes';
import { nameRule, offsetsMap, partitionName, topicName } from './name-shapes';
import type { MemberOp, NormalisedSink } from './normalised';
import { fallback, object, optional, required, section, variants } from './object-shape';
import { choice, configMap, duration, flag, integer, list, map } from './shape';
import type { Shape } from './shape';
import { notYet } from './wording';
import { op, SCRIPT_OPS_MAX, workload } from './workload-shape';

/** Producers and groups, as they are written and with the defaults that depend on nothing else. */

export const CLIENTS_MAX = 200;
export const MEMBERS_MAX = 1000;

const producer = object({
  topic: optional(topicName),
  client,
  config: fallback(configMap, () => ({})),
  resend: section({ times: fallback(integer(0, 1_000_000), 0) }),
  workload: fallback(workload, () => workload.standIn()),
});

export const producers = fallback(map(producer, { max: CLIENTS_MAX, key: nameRule('producers') }), () => ({}));

const offsets = optional(offsetsMap);
const partitions = optional(list(partitionName, { max: 1000 }));

/** What a member does beside its loop. */
const memberOp = variants<MemberOp>({
  key: 'op',
  shapes: {
    poll: op('poll', {}) as Shape<MemberOp>,
    seek: op('seek', { offsets: required(offsetsMap) }) as Shape<MemberOp>,
    pause: op('pause', { partitions }) as Shape<MemberOp>,
    resume: op('resume', { partitions }) as Shape<MemberOp>,
    commitSync: op('commitSync', { offsets }) as Shape<MemberOp>,
    commitAsync: op('commitAsync', { offsets }) as Shape<MemberOp>,
    close: op('close', {}) as Shape<MemberOp>,
  },
  refuse: (word) => (word === 'acknowledge' ? notYet('acknowledge (share groups)') : undefined),
});

const member = object({
  join: fallback(duration(), 0),
  leave: optional(duration()),
  topics: optional(list(topicName, { min: 1, max: 200 })),
  config: fallback(configMap, () => ({})),
  script: fallback(list(memberOp, { max: SCRIPT_OPS_MAX }), () => []),
});

const processing = object(
  {
    time: fallback(duration(), 0),
    jitter: fallback(duration(), 0),
    commit: optional(choice(['before', 'after', 'after-async', 'after-each', 'auto'], ['transactional'])),
    threads: fallback(integer(0, 1000), 0),
    onRevoked: fallback(choice(['none', 'commit']), 'none'),
    fail: optional(
      object({ nth: required(integer(1, 1_000_000_000)), then: required(choice(['close', 'crash', 'skip', 'retry'])) }),
    ),
  },
  ['transaction', 'acknowledge', 'rules'],
);

/** Where effects go: an outside system that does or does not recognise a repetition. */
const sink = variants<NormalisedSink>({
  key: 'kind',
  shapes: {
    none: object({ kind: required(choice(['none'])) }),
    external: object({ kind: required(choice(['external'])), idempotent: fallback(flag, false) }),
    upsert: object({ kind: required(choice(['upsert'])), idempotent: fallback(flag, true) }),
    append: object({ kind: required(choice(['append'])), idempotent: fallback(flag, false) }),
  },
  refuse: (word) => (word === 'topic' ? notYet('a topic as sink') : undefined),
});

const group = object({
  kind: fallback(choice(['consumer', 'assign'], ['share']), 'consumer'),
  topics: fallback(list(topicName, { max: 200 }), () => []),
  partitions: fallback(list(partitionName, { max: 1000 }), () => []),
  client,
  config: fallback(configMap, () => ({})),
  groupConfig: fallback(configMap, () => ({})),
  members: fallback(map(member, { max: MEMBERS_MAX, key: nameRule('members') }), () => ({})),
  processing: fallback(processing, () => processing.standIn()),
  sink: fallback(sink, { kind: 'none' }),
});

export const groups = fallback(map(group, { max: CLIENTS_MAX, key: nameRule('groups') }), () => ({}));
