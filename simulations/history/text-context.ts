import type { HistoryEvent, PolledBatch } from './event-kinds';
import { baseName, type LineForm } from './text-grammar';

/**
 * What a line may leave out because earlier lines said it: the partition of a record, the group of a member. Parser and
 * printer keep the same context, so the printer leaves out exactly what the parser fills in.
 */
export class TextContext {
  readonly #placeOfRecord = new Map<string | number, { partition: string; offset?: number }>();
  readonly #groupOfMember = new Map<string, string>();
  readonly #intentOfRecord = new Map<string | number, string | number>();
  readonly #producerOfRecord = new Map<string | number, string>();
  #lastPartition: string | undefined;
  #lastGroup: string | undefined;

  /** The value that `field` takes if the line is silent, undefined: none. */
  silent(event: Partial<HistoryEvent>, field: string): string | number | undefined {
    const record = event.recordId as string | number | undefined;
    const kind = event.kind ?? '';
    if (field === 'group' && (kind.startsWith('process.') || kind.startsWith('position.'))) {
      return this.#groupOfMember.get(baseName(event.actor ?? '')) ?? this.#lastGroup;
    }
    if (kind.startsWith('process.') && record !== undefined) {
      if (field === 'partition') return this.#placeOfRecord.get(record)?.partition;
      if (field === 'offset') return this.#placeOfRecord.get(record)?.offset;
      if (field === 'intentId') return this.#intentOfRecord.get(record);
    }
    if (kind === 'send.invoke' && field === 'intentId') return record;
    if (kind.startsWith('send.') && kind !== 'send.invoke' && record !== undefined) {
      if (field === 'actor') return this.#producerOfRecord.get(record);
      if (field === 'partition') return this.#placeOfRecord.get(record)?.partition;
    }
    if (field === 'partition' && (kind === 'send.invoke' || kind === 'poll.ok')) return this.#lastPartition;
    return undefined;
  }

  /** Takes note of a complete event. */
  note(event: HistoryEvent): void {
    const record = event.recordId as string | number | undefined;
    if (typeof event.partition === 'string') this.#lastPartition = event.partition;
    if (typeof event.group === 'string') {
      this.#lastGroup = event.group;
      if (/^(poll|position|process|partition)\./.test(event.kind)) {
        this.#groupOfMember.set(baseName(event.actor), event.group);
      }
    }
    if (event.kind === 'send.invoke' && record !== undefined) {
      this.#producerOfRecord.set(record, event.actor);
      this.#intentOfRecord.set(record, (event.intentId as string | number | undefined) ?? record);
    }
    if (record !== undefined && typeof event.partition === 'string') {
      const offset = typeof event.offset === 'number' && event.offset >= 0 ? event.offset : undefined;
      const known = this.#placeOfRecord.get(record);
      this.#placeOfRecord.set(record, { partition: event.partition, offset: offset ?? known?.offset });
    }
    if (event.kind !== 'poll.ok') return;
    for (const { partition, offsets, recordIds } of event.batches as PolledBatch[]) {
      this.#lastPartition = partition;
      recordIds.forEach((id, index) => this.#placeOfRecord.set(id, { partition, offset: offsets[index] }));
    }
  }
}

/** Who acts if the line does not say. */
export function defaultActor(form: LineForm, event: Partial<HistoryEvent>, context: TextContext): string | undefined {
  const silent = context.silent({ ...event, kind: form.kind }, 'actor');
  if (typeof silent === 'string') return silent;
  if ('name' in form.actor) return form.actor.name;
  if (form.actor.field === 'actor') return undefined;
  const holder = event[form.actor.field];
  return typeof holder === 'string' ? holder : undefined;
}

/** Lines of a broker about itself: the word that names it is its incarnation. */
export function isBrokersOwn(form: LineForm): boolean {
  return 'field' in form.actor && form.actor.field === 'broker';
}
