import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, expect, test } from 'vitest';

/**
 * Holds the rules of .dependency-cruiser.cjs to what they promise, on a small house with planted imports. A pattern that
 * matches nothing would otherwise pass for ever.
 */

const root = join(import.meta.dirname, '..');
const house = mkdtempSync(join(tmpdir(), 'tidemark-rooms-'));

/** From this file, this import must break this rule; or none, where the rule is null. */
const planted: [rule: string | null, from: string, imported: string][] = [
  ['kernel-imports-nothing', 'simulations/kernel/queue.ts', '../log/index'],
  ['kernel-imports-nothing', 'simulations/kernel/clock.ts', 'zod'],
  ['kernel-runs-no-interpreter', 'simulations/kernel/interpreter.ts', 'xstate'],
  ['log-and-network-stand-alone', 'simulations/network/links.ts', '../log/index'],
  ['config-is-no-behaviour', 'simulations/config/rows.ts', '../kafka/index'],
  ['scenario-is-a-format', 'simulations/scenario/shape.ts', '../actions/index'],
  ['history-knows-no-system', 'simulations/history/rows.ts', '../kafka/index'],
  ['systems-know-no-run', 'simulations/kafka/broker.ts', '../run/index'],
  [null, 'simulations/flink/source.ts', '../kafka/index'],
  ['sinks-know-no-system', 'simulations/sinks/outside.ts', '../kafka/index'],
  ['actions-know-no-system', 'simulations/actions/kill.ts', '../kafka/index'],
  ['run-composes', 'simulations/run/build.ts', '../checker/index'],
  [null, 'simulations/run/world.ts', '../kafka/index'],
  ['judge-reads-only-history', 'simulations/checker/order.ts', '../kafka/index'],
  ['judge-reads-only-history', 'simulations/checker/ledger.ts', '../scenario/index'],
  ['scenarios-are-data', 'simulations/scenarios/first-event.ts', '../run/index'],
  ['public-surface-is-for-outside', 'simulations/search/explore.ts', '../index'],
  ['cli-uses-faces', 'simulations/cli/run.ts', '../checker/index'],
  [null, 'simulations/cli/main.ts', '../index'],
  ['workers-have-no-logic', 'workers/simulation.worker.ts', '../simulations/run/index'],
  ['simulations-know-no-ui', 'simulations/sinks/view.ts', '../../src/app/shell'],
  ['simulations-know-no-ui', 'simulations/log/view.ts', 'd3'],
  ['simulations-know-no-node', 'simulations/log/disk.ts', 'node:fs'],
  ['ui-never-steps-a-simulation', 'src/app/play.ts', '../../simulations/run/index'],
  ['design-stands-alone', 'src/design/button.ts', '../app/shell'],
  ['drawing-knows-no-app', 'src/diagram/layout.ts', '../app/shell'],
  ['no-deep-imports-across-rooms', 'simulations/run/deep.ts', '../kafka/broker'],
  ['tests-are-leaves', 'src/app/probe.ts', '../../test/probe'],
  ['no-cycles', 'simulations/kafka/index.ts', './loop'],
  ['no-orphans', 'src/app/left-over.ts', ''],
];

let found: { rule: string; from: string }[] = [];

beforeAll(async () => {
  cpSync(join(root, 'tsconfig.json'), join(house, 'tsconfig.json'));
  cpSync(join(root, 'package.json'), join(house, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const [, from, imported] of planted) plant(from, imported);
  plant('simulations/kafka/loop.ts', './index');
  for (const room of ['log', 'actions', 'run', 'checker', 'scenario', 'search'])
    plant(`simulations/${room}/index.ts`, '');
  for (const file of ['simulations/index.ts', 'src/app/shell.ts', 'test/probe.ts']) plant(file, '');
  const { forbidden, options } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
    forbidden: IForbiddenRuleType[];
    options: ICruiseOptions;
  };
  const { output } = await cruise(['src', 'workers', 'simulations', 'test'], {
    ...options,
    baseDir: house,
    validate: true,
    ruleSet: { forbidden },
  });
  found = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}, 60_000);

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(planted)('%s: %s imports %s', (rule, from) => {
  const rules = found.filter((violation) => violation.from === from).map((violation) => violation.rule);
  if (rule) expect(rules).toContain(rule);
  else expect(rules.filter((name) => name !== 'no-cycles')).toEqual([]);
});

function plant(file: string, imported: string): void {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    imported ? `import * as planted from '${imported}';\nexport default planted;\n` : 'export default 1;\n',
  );
}
