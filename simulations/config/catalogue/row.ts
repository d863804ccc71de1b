/** One setting as the catalogue describes it to people; the code reads definitions/ instead. */
import type { KeyType } from '../definition';
import type { ConfigScope } from '../finding';

/** What a run makes of a setting. */
export type Modelled = 'yes' | 'size only' | 'capacity' | 'label' | 'ignored' | 'no';

export interface CatalogueRow {
  readonly key: string;
  readonly scope: ConfigScope;
  readonly type: KeyType;
  /** Null: unset. A long of 19 digits is a text, for a JavaScript number would round it. */
  readonly default: boolean | number | string | readonly string[] | null;
  readonly required: boolean;
  readonly importance: 'high' | 'medium' | 'low';
  /** One line of text; empty where the name says enough. */
  readonly doc: string;
  readonly modelled: Modelled;
  /** The rule by which the simulation obeys it. */
  readonly rule?: string;
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly alsoAllowed?: readonly number[];
  readonly unit?: string;
  readonly validValues?: readonly string[];
  readonly caseInsensitive?: boolean;
  readonly pattern?: string;
  readonly format?: string;
  readonly constraint?: string;
  readonly mayBeEmpty?: boolean;
  readonly internal?: boolean;
}

/** A rule that holds one setting against another. */
export interface CrossFieldRule {
  readonly id: string;
  readonly scope: string;
  readonly when: string;
  readonly effect: string;
  readonly rule: string;
}
