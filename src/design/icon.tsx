import type { ReactElement } from 'react';

const paths = {
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5 3.5v9M11 3.5v9',
  next: 'M4 4l5 4-5 4zM11.5 4v8',
  previous: 'M12 4l-5 4 5 4zM4.5 4v8',
  share: 'M8 10V2.5M5 5l3-3 3 3M3 9v4h10V9',
  theme:
    'M8 11a3 3 0 100-6 3 3 0 000 6zM8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6L13 13M13 3l-1.4 1.4M4.4 11.6L3 13',
  close: 'M4 4l8 8M12 4l-8 8',
  expand: 'M9.5 2.5h4v4M13.5 2.5L9 7M6.5 13.5h-4v-4M2.5 13.5L7 9',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  paste: 'M5 3H3v11h10V3h-2M5.5 1.5h5v3h-5z',
  down: 'M5 6l3 4 3-4z',
  undo: 'M3 6h6.5a3.5 3.5 0 010 7H6M3 6l3-3M3 6l3 3',
  compare: 'M2 3h5v10H2zM9 3h5v10H9z',
  redo: 'M13 6H6.5a3.5 3.5 0 000 7H10M13 6l-3-3M13 6l-3 3',
  search: 'M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.4 10.4L14 14',
  table: 'M2 3h12v10H2zM2 6.5h12M2 10h12M6 3v10',
} as const;

export type IconName = keyof typeof paths;

const filled = new Set<IconName>(['play', 'down']);
const strokes: Partial<Record<IconName, number>> = { pause: 2.6, more: 2.4 };

/** A small drawing beside or in place of a label; the button it stands in carries the name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={paths[name]}
        fill={filled.has(name) ? 'currentColor' : 'none'}
        stroke="currentColor"
        strokeWidth={strokes[name] ?? 1.4}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** Two records on a rising tide line. */
export function Logo(): ReactElement {
  return (
    <svg width={22} height={22} viewBox="0 0 22 22" aria-hidden="true">
      <rect x=".75" y=".75" width="20.5" height="20.5" rx="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M4.5 16.5h4v-4h4v-4h4v-3" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <circle cx="7" cy="8" r="1.5" fill="currentColor" />
      <circle cx="15.5" cy="14" r="1.5" fill="currentColor" />
    </svg>
  );
}
