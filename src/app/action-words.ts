import type { Json } from '../../simulations/scenario';

/** An action in a few words, as chips, the log and announcements say it. */
export function describeAction(
  action: { do: string; target?: string; for?: number } & Record<string, unknown>,
  resolved?: string,
): string {
  const aimed = plain(action.target ?? (Array.isArray(action.between) ? action.between.join(' to ') : ''));
  const target = resolved !== undefined && resolved !== aimed ? `${aimed} (${resolved})` : aimed;
  const set = action.set as Record<string, Json> | undefined;
  switch (action.do) {
    case 'config':
      return `set ${pairs(set)} on ${target}`;
    case 'workload':
      return `${target}: ${pairs(set)}`;
    case 'processing':
      return `${target}: processing ${pairs(set)}`;
    case 'network':
      return `${target === '' ? 'all links' : `link ${target}`}: ${pairs(set)}`;
    default: {
      const span = typeof action.for === 'number' ? ` for ${formatMs(action.for)}` : '';
      return `${actionVerb(action.do)}${target === '' ? '' : ` ${target}`}${extras(action)}${span}`;
    }
  }
}

/** "checkout" for "producer:checkout": who reads it knows what kind of thing it is. */
function plain(target: string): string {
  return target.replace(/^[a-z]+:([^/]*\/)?/, '');
}

/** "powerOff" is "power off". */
export function actionVerb(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Milliseconds in the shortest exact text: 7600 is "7.6 s". */
export function formatMs(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toFixed(3))} s` : `${Number(ms.toFixed(3))} ms`;
}

function extras(action: Record<string, unknown>): string {
  const parts = ['by', 'share', 'name', 'message', 'error', 'nth']
    .filter((field) => action[field] !== undefined)
    .map((field) => (field === 'nth' ? `number ${String(action[field])}` : String(action[field])));
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}

const durations = new Set(['time', 'jitter', 'delay', 'lateness']);

function pairs(set: Record<string, Json> | undefined): string {
  return Object.entries(set ?? {})
    .map(([key, value]) => {
      if (key === 'lateness' && typeof value === 'object' && value !== null) {
        return `lateness p99 ${printValue('time', (value as Record<string, Json>).p99)}`;
      }
      return value === null
        ? `${key} default`
        : `${key}${key.includes('.') || key === 'acks' ? '=' : ' '}${printValue(key, value)}`;
    })
    .join(', ');
}

function printValue(key: string, value: Json): string {
  if (typeof value !== 'number') return String(value);
  if (durations.has(key)) return formatMs(value);
  if (key === 'hotShare') return `${Math.round(value * 100)} %`;
  return key === 'rate' ? `${Number(value.toFixed(2))} /s` : String(value);
}
