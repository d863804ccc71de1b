import { expectTypeOf } from 'vitest';
import type { Json } from '../../simulations/scenario';
import type { SimulationHost } from '../../workers/protocol';

/**
 * What crosses the boundary of a worker must survive the crossing: a function or a class instance in an argument or an
 * answer would compile on both sides and fail at run time. Checked by the compiler alone (`npm run check:types`).
 */
type HasFunction<T> = T extends Json
  ? false
  : T extends (...args: never[]) => unknown
    ? true
    : T extends ArrayBufferView | string | number | boolean | null | undefined
      ? false
      : T extends readonly (infer Item)[]
        ? HasFunction<Item>
        : T extends object
          ? { [Key in keyof T]-?: HasFunction<T[Key]> }[keyof T]
          : false;

type Arguments = Parameters<SimulationHost[keyof SimulationHost]>;
/** The catalogue's fields hold fields: a type without end, which this check cannot walk. */
type Answers = Awaited<ReturnType<SimulationHost[Exclude<keyof SimulationHost, 'catalogue'>]>>;

expectTypeOf<true extends HasFunction<Arguments> ? true : false>().toEqualTypeOf<false>();
expectTypeOf<true extends HasFunction<Answers> ? true : false>().toEqualTypeOf<false>();

/** The check itself sees a function that is planted deep inside. */
type Planted = { ok: true; inside: readonly { call: () => void }[] };
expectTypeOf<true extends HasFunction<Planted> ? true : false>().toEqualTypeOf<true>();
