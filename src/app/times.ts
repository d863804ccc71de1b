/** Virtual times as they stand everywhere on the page. */

/** "14.260": seconds with three places. */
export function formatTime(micros: number): string {
  return (Math.floor(micros / 1000) / 1000).toFixed(3);
}

/** "14.260 s". */
export function formatMoment(micros: number): string {
  return `${formatTime(micros)} s`;
}

/** "30", "12.5": a duration in seconds, no longer than it must be. */
export function formatSpan(micros: number): string {
  return String(Number((micros / 1e6).toFixed(3)));
}

/** "0.05×". */
export function formatSpeed(speed: number): string {
  return `${Number(speed.toPrecision(3))}×`;
}
