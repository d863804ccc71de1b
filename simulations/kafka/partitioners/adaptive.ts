/** What adaptive partitioning draws from: the weight of each candidate and their running sums. */
export interface AdaptiveWeights {
  readonly weights: readonly number[];
  readonly cumulative: readonly number[];
}

/**
 * Weights of the next sticky partition by queue length (K-PART-6): the longest queue plus one, minus the own length.
 *
 * @param queueLengths batches waiting for each candidate partition, in the candidates' order
 * @param partitionCount all partitions of the topic; more than the candidates if some are left out (K-PART-7)
 * @returns null where the draw is uniform: fewer than two partitions, no candidate, or all alike and none left out
 */
export function adaptiveWeights(
  queueLengths: readonly number[],
  partitionCount: number = queueLengths.length,
): AdaptiveWeights | null {
  if (queueLengths.length === 0 || partitionCount < 2) return null;
  let longest = queueLengths[0];
  let alike = true;
  for (const length of queueLengths) {
    if (length !== queueLengths[0]) alike = false;
    if (length > longest) longest = length;
  }
  if (alike && queueLengths.length === partitionCount) return null;
  const weights = queueLengths.map((length) => longest + 1 - length);
  let sum = 0;
  const cumulative = weights.map((weight) => (sum += weight));
  return { weights, cumulative };
}

/**
 * Index drawn from running sums of weights (K-PART-6): the first whose sum is above `r mod total`.
 *
 * @param cumulative ascending running sums, not empty
 * @param r a non-negative whole number, 31 random bits
 */
export function drawWeighted(cumulative: readonly number[], r: number): number {
  const point = r % cumulative[cumulative.length - 1];
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > point) high = middle;
    else low = middle + 1;
  }
  return low;
}
