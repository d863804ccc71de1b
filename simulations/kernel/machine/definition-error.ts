/** A machine definition that cannot run as flat tables; the message names the machine, the place and the mend. */
export class MachineDefinitionError extends Error {
  override readonly name = 'MachineDefinitionError';

  constructor(machineId: string, place: string, problem: string) {
    super(`machine ${machineId}, ${place}: ${problem}`);
  }
}
