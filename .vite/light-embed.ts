import { join } from 'node:path';
import type { Plugin } from 'vite';

const environmentName = 'embed';

/** The small twin of each of React's modules. */
const twins: Readonly<Record<string, string>> = {
  react: join(import.meta.dirname, 'preact-as-react.ts'),
  'react/jsx-runtime': 'preact/jsx-runtime',
  'react-dom': 'preact/compat',
  'react-dom/client': 'preact/compat/client',
};

/**
 * Builds embed.html beside index.html, with Preact where that has React: half of what an embedded diagram would fetch
 * is React's renderer, and a page may hold six of them. The development server gives both pages React.
 */
export function lightEmbed(): Plugin {
  return {
    name: 'tidemark:light-embed',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      builder: {
        buildApp: async (builder) => {
          // The first one empties the folder, so the second one waits for it.
          await builder.build(builder.environments.client!);
          await builder.build(builder.environments[environmentName]!);
        },
      },
      environments: {
        client: { build: { rolldownOptions: { input: ['index.html'] } } },
        [environmentName]: {
          consumer: 'client',
          build: { emptyOutDir: false, copyPublicDir: false, rolldownOptions: { input: ['embed.html'] } },
        },
      },
    }),
    resolveId(source, importer, options) {
      if (this.environment.name !== environmentName || !Object.hasOwn(twins, source)) return null;
      return this.resolve(twins[source]!, importer, { ...options, skipSelf: true });
    },
  };
}
