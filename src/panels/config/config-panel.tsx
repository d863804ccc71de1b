import type { ReactElement } from 'react';

export function ConfigPanel(): ReactElement {
  return <section className="config" aria-label="Config" />;
}
