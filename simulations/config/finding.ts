/** What a check of a configuration says. The shapes are those of the command line's `lint`. */

/** Where a key belongs. */
export type ConfigScope = 'producer' | 'consumer' | 'admin' | 'topic' | 'group' | 'broker';

/** What a file configures. A share consumer reads the consumer's keys, less some (K-CFG-13). */
export type ConfigKind = ConfigScope | 'share-consumer';

export type Severity = 'error' | 'warning' | 'info';

/** The classes under which Kafka refuses a configuration. */
export type RefusalClass =
  | 'ConfigException'
  | 'InvalidConfigurationException'
  | 'IllegalArgumentException'
  | 'InvalidGroupIdException'
  | 'ClassNotFoundException'
  | 'ClassCastException'
  | 'ArithmeticException'
  | 'NumberFormatException'
  | 'KafkaException';

export interface Finding {
  /** The rule that it rests on, `K-CFG-3`, or `unknown-key`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The keys concerned, the one to change first. */
  readonly keys: readonly string[];
  /** What is the matter and what mends it, in our words. */
  readonly message: string;
  /** Of a refusal: the class of the real exception, its innermost cause where it arrives wrapped (K-CFG-7a). */
  readonly exception?: RefusalClass;
  /** Of a refusal: Kafka's own words. */
  readonly reason?: string;
  /** Set where a constructor wraps the exception. */
  readonly wrappedIn?: 'KafkaException';
  /** A key that the catalogue does not have. */
  readonly unknown?: boolean;
}

/**
 * A configuration as somebody wrote it: values of a .properties file are texts; in JSON numbers, booleans and lists
 * stand for their texts, and null for a key set to nothing.
 */
export type Written = Readonly<Record<string, unknown>>;

/** What stands around a configuration and decides about it too. */
export interface Surroundings {
  /** The brokers' settings, whose bounds hold for groups. Absent: the defaults. */
  readonly broker?: Written;
}

/** A refusal on its way out of a check: the first one ends it, as in Kafka. */
export class Refusal extends Error {
  readonly rule: string;
  readonly keys: readonly string[];
  readonly exception: RefusalClass;
  readonly mend: string;
  readonly wrappedIn?: 'KafkaException';

  constructor(refused: {
    rule: string;
    keys: readonly string[];
    reason: string;
    /** One sentence that says what to write instead. */
    mend: string;
    exception?: RefusalClass;
    wrappedIn?: 'KafkaException';
  }) {
    super(refused.reason);
    this.rule = refused.rule;
    this.keys = refused.keys;
    this.exception = refused.exception ?? 'ConfigException';
    this.mend = refused.mend;
    this.wrappedIn = refused.wrappedIn;
  }

  /** The refusal as a line of the report. */
  toFinding(): Finding {
    return {
      rule: this.rule,
      severity: 'error',
      keys: this.keys,
      message: `${this.message.replace(/\.$/, '')}. ${this.mend}`,
      exception: this.exception,
      reason: this.message,
      ...(this.wrappedIn ? { wrappedIn: this.wrappedIn } : {}),
    };
  }
}
