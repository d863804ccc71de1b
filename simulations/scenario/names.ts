/** What may be a name, of what. Names stand in targets ("owner(invoice, orders-0)"), so brackets, commas, slashes
 * and colons are not for them; Kafka itself is stricter about topics. */

export const NAME_PATTERN = '^[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]*$';
export const NAME_LENGTH_MAX = 100;

/** Kafka's own rule for topics: at most 249 of these characters. */
export const TOPIC_PATTERN = '^[A-Za-z0-9._-]+$';
export const TOPIC_LENGTH_MAX = 249;

const name = new RegExp(NAME_PATTERN, 'u');

export function isName(text: string): boolean {
  return text.length <= NAME_LENGTH_MAX && name.test(text) && !(text in {});
}

/** Topic and number of "orders-0"; a topic's own name may hold hyphens, so the last one counts. */
export function splitPartition(text: string): { topic: string; partition: number } | undefined {
  const parts = /^([A-Za-z0-9._-]{1,249})-(0|[1-9]\d{0,3})$/.exec(text);
  return parts === null ? undefined : { topic: parts[1], partition: Number(parts[2]) };
}
