import { parseDuration } from '../scenario';
import type { Arguments } from './flags';
import { InputError } from './input-error';

/**
 * A flag that is a moment of virtual time, in milliseconds: "14.2s", "250ms", or a number of milliseconds.
 *
 * @throws InputError if it is there and no such
 */
export function timeOf(args: Arguments, flag: string): number | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const reading = parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  if (reading.ok) return reading.ms;
  throw new InputError(`--${flag}: ${reading.message}${reading.mend === undefined ? '' : `; ${reading.mend}`}`);
}
