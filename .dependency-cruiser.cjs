/**
 * The rooms and their arrows. A room imports only what stands before it in this order:
 * kernel · log, network, config · scenario · history, scenarios · systems, sinks, actions · checker, run · search ·
 * simulations/index.ts · cli, workers · src. Rule names are the messages that people see.
 */
const systems = '(kafka|redpanda|pulsar|flink|spark|postgres|debezium|iceberg|registry)';
const inside = (...rooms) => `^simulations/(${rooms.join('|')})/`;
const packages = 'node_modules';
/** What a path may be imported by name for, although its room has an index.ts: types and plain data. */
const openFiles = [
  '^simulations/scenarios/',
  // The second face of config: texts and the linter, which a run must not load.
  '^simulations/config/catalogue/index\\.ts$',
  // The definitions of state machines, which the page draws and never runs.
  '^simulations/kafka/machines/index\\.ts$',
  '^simulations/.*\\.json$',
  '^workers/protocol\\.ts$',
];

/** `room` may reach `allowed` and itself, and nothing else of ours. */
function only(name, room, allowed, comment, more = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: room },
    to: { pathNot: [room, packages, ...allowed], dependencyTypesNot: ['core'], ...more },
  };
}

/** The packages that `room` may use. */
function packagesOf(name, room, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: room },
    to: { path: packages, pathNot: allowed.map((it) => `node_modules/(@types/)?${it}(/|$)`) },
  };
}

const kernel = inside('kernel');
const system = inside(systems);

module.exports = {
  forbidden: [
    only('kernel-imports-nothing', kernel, [], 'The kernel knows no other room.'),
    packagesOf('kernel-imports-nothing', kernel, ['xstate'], 'The kernel needs the types of XState and nothing else.'),
    {
      name: 'kernel-runs-no-interpreter',
      comment: 'XState in the kernel is types for the compiler, never run-time code.',
      severity: 'error',
      from: { path: kernel },
      to: { path: 'node_modules/xstate', dependencyTypesNot: ['type-only'] },
    },
    only('log-and-network-stand-alone', inside('log'), [kernel], 'The log builds on the kernel alone.'),
    only('log-and-network-stand-alone', inside('network'), [kernel], 'The network builds on the kernel alone.'),
    only('config-is-no-behaviour', inside('config'), [kernel], 'Catalogues and parsers know the types of the kernel.'),
    only(
      'scenario-is-a-format',
      inside('scenario'),
      [inside('config')],
      'Actions and presets are handed to the format.',
    ),
    only('history-knows-no-system', inside('history'), [kernel, inside('scenario')], 'Histories of real clusters too.'),
    {
      name: 'history-knows-no-system',
      comment: 'History knows the types of the scenario only.',
      severity: 'error',
      from: { path: inside('history') },
      to: { path: inside('scenario'), dependencyTypesNot: ['type-only'] },
    },
    only(
      'systems-know-no-run',
      system,
      [kernel, inside('log', 'network', 'config'), `^simulations/${systems}/index\\.ts$`],
      'A system stands on kernel, log, network, config and the faces of other systems.',
    ),
    only('sinks-know-no-system', inside('sinks'), [kernel], 'Sinks stand on the kernel alone.'),
    only(
      'actions-know-no-system',
      inside('actions'),
      [kernel, inside('scenario')],
      'Actions act through the port, which is a type of the kernel.',
    ),
    only(
      'run-composes',
      inside('run'),
      [kernel, inside('network', 'scenario', 'history', 'actions', 'sinks', systems)],
      'Run knows every system, and neither judge nor search nor gallery.',
    ),
    only(
      'judge-reads-only-history',
      inside('checker'),
      [kernel, inside('history', 'scenario')],
      'What judges a real history may know no simulated system.',
    ),
    {
      name: 'judge-reads-only-history',
      comment: 'The judge knows the types of the scenario only.',
      severity: 'error',
      from: { path: inside('checker') },
      to: { path: inside('scenario'), dependencyTypesNot: ['type-only'] },
    },
    only(
      'search-drives-runs',
      inside('search'),
      [kernel, inside('history', 'config', 'scenario', 'actions', 'run', 'checker')],
      'The search knows no inside of a system.',
    ),
    only('scenarios-are-data', inside('scenarios'), [inside('scenario')], 'A preset is data.'),
    {
      name: 'scenarios-are-data',
      comment: 'A preset needs types only.',
      severity: 'error',
      from: { path: inside('scenarios') },
      to: { path: inside('scenario'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'public-surface-is-for-outside',
      comment: 'simulations/index.ts is imported by cli, workers and tests, by no room.',
      severity: 'error',
      from: { path: '^simulations/', pathNot: inside('cli') },
      to: { path: '^simulations/index\\.ts$' },
    },
    only(
      'cli-uses-faces',
      inside('cli'),
      [
        '^simulations/index\\.ts$',
        '^simulations/(config|scenario|history)/index\\.ts$',
        `^simulations/${systems}/index\\.ts$`,
        ...openFiles,
      ],
      'The command line uses the public surface and the faces of rooms.',
    ),
    only(
      'workers-have-no-logic',
      '^workers/',
      ['^simulations/((scenario|history|kernel)/)?index\\.ts$'],
      'A worker carries the public surface, and the formats of scenarios, histories and traces, over the boundary.',
      { dependencyTypesNot: ['core', 'type-only'] },
    ),
    {
      name: 'simulations-know-no-ui',
      comment: 'Simulations run headless.',
      severity: 'error',
      from: { path: '^simulations/' },
      to: {
        path: [
          '^(src|workers)/',
          'node_modules/(react|react-dom|framer-motion|d3[^/]*|monaco-editor|comlink|@xstate)(/|$)',
        ],
      },
    },
    {
      name: 'simulations-know-no-node',
      comment: 'The same code runs in a browser; only the command line may touch Node.',
      severity: 'error',
      from: { path: '^simulations/', pathNot: inside('cli') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-never-steps-a-simulation',
      comment: 'The page reads traces, scenarios and catalogues; stepping is the job of the worker.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: ['^simulations/'],
        pathNot: [...openFiles, '^simulations/(scenario|config|history|actions|kernel)/index\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'ui-never-steps-a-simulation',
      comment: 'Of the workers the page knows the clients and the protocol.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^workers/', pathNot: ['^workers/(.*client[^/]*|index|.*protocol)\\.ts$'] },
    },
    {
      name: 'design-stands-alone',
      comment: 'Tokens and primitives know nothing else of ours.',
      severity: 'error',
      from: { path: '^src/design/' },
      to: { path: '^(src|workers|simulations)/', pathNot: '^src/design/' },
    },
    {
      name: 'drawing-knows-no-app',
      comment: 'Diagrams and plots draw what they are given; they know no machine and no store of the app.',
      severity: 'error',
      from: { path: '^src/(diagram|plots)/' },
      to: { path: '^src/', pathNot: '^src/(diagram|plots|design)/' },
    },
    {
      name: 'no-deep-imports-across-rooms',
      comment: 'Another room is imported through its index.ts.',
      severity: 'error',
      from: { path: '^simulations/([^/]+)/' },
      to: {
        path: '^simulations/[^/]+/',
        pathNot: ['^simulations/$1/', '^simulations/[^/]+/index\\.ts$', ...openFiles],
      },
    },
    {
      name: 'no-deep-imports-across-rooms',
      comment: 'Another room is imported through its index.ts.',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: {
        path: '^simulations/',
        pathNot: ['^simulations/index\\.ts$', '^simulations/[^/]+/index\\.ts$', ...openFiles],
      },
    },
    {
      name: 'no-deep-imports-across-rooms',
      comment: 'Inside src too, a room is imported through its index.ts; design is imported by file.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/design/', '^src/[^/]+/index\\.tsx?$'] },
    },
    {
      name: 'tests-are-leaves',
      comment: 'Nothing imports a test.',
      severity: 'error',
      from: { path: '^(src|workers|simulations)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      comment: 'What the product needs at run time stands in dependencies.',
      severity: 'error',
      from: { path: '^(src|workers|simulations)/', pathNot: '^simulations/cli/bundle\\.mjs$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
    { name: 'no-cycles', comment: 'No cycles, types included.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that imports nothing is left over.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.css$', '^test/', '\\.json$', '^workers/protocol\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: packages },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
