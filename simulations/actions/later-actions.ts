/** Actions of the scenario format that this build cannot run; a scenario that uses one is told so. */
export const laterActions = [
  ...['loseDisk', 'slowDisk', 'diskFull', 'dropPackets', 'duplicatePackets', 'clog', 'swizzle', 'rare', 'hold'],
  ...['repeat', 'skewClock', 'stall', 'poisonRecord', 'silence', 'sinkFail', 'sinkSlow'],
  ...['sinkLoseAnswer', 'failTask', 'cancelJob', 'rescale', 'savepoint', 'stopJob', 'startJob'],
] as const;
