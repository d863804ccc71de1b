import { CLASS_TIMER, draw, Purpose, scale, type Arena } from '../../kernel';
import type { Cluster } from '../cluster/cluster';
import { EV_CONTROLLER_ELECTION } from '../cluster/apis';

/**
 * Which controller is active (K-CTL-1, K-CTL-4, K-CTL-7): the first of the voters at the start; when it dies, or is cut
 * off from the majority, another one after
 * `controller.quorum.fetch.timeout.ms` and an election that takes up to `controller.quorum.election.timeout.ms` more. Without a majority nobody is.
 */
export class Quorum {
  /** 0: index of the active controller, -1: none · 1: elections so far. */
  private readonly state: Int32Array;
  /** The controllers' row of the broker settings. */
  private readonly settingsRow: number;

  constructor(
    arena: Arena,
    private readonly cluster: Cluster,
    private readonly onElected: (controller: number) => void,
  ) {
    this.state = arena.int32(2);
    this.settingsRow = cluster.shape.brokerCount;
  }

  /** Index of the active controller, -1: none. */
  get active(): number {
    return this.state[0]!;
  }

  /** Actor of the active controller, -1: none. */
  get activeActor(): number {
    const index = this.state[0]!;
    return index < 0 ? -1 : this.cluster.shape.controllers[index]!;
  }

  /** A voter died, came back, or its links changed: if nobody can lead now, an election begins. */
  reconsider(): void {
    const { kernel, shape, timerStream, brokerSettings } = this.cluster;
    const active = this.state[0]!;
    if (active >= 0 && this.canLead(active)) return;
    this.state[0] = -1;
    const elections = ++this.state[1]!;
    const uniform = draw(kernel.seed, Purpose.electionTimeout, 0, elections);
    const election = scale(uniform, brokerSettings.quorumElectionTimeoutMicros[this.settingsRow]!);
    const wait = active >= 0 ? brokerSettings.quorumFetchTimeoutMicros[this.settingsRow]! + election : election;
    const stream = timerStream[shape.controllers[0]!]!;
    kernel.at(kernel.now + wait, CLASS_TIMER, stream, EV_CONTROLLER_ELECTION, elections, 0, -1);
  }

  /** The election that {@link reconsider} began is over. */
  onElection(election: number): void {
    if (this.state[0]! >= 0 || election !== this.state[1]) return;
    const { shape } = this.cluster;
    for (let index = 0; index < shape.controllers.length; index++) {
      if (!this.canLead(index)) continue;
      this.state[0] = index;
      this.onElected(index);
      return;
    }
  }

  private canLead(index: number): boolean {
    const { kernel, shape, links } = this.cluster;
    const actor = shape.controllers[index]!;
    if (kernel.alive[actor] !== 1 || kernel.frozen[actor] === 1) return false;
    let votes = 0;
    for (const voter of shape.controllers) {
      const isReachable = voter === actor || (!links.isCut(actor, voter) && !links.isCut(voter, actor));
      if (isReachable && kernel.alive[voter] === 1 && kernel.frozen[voter] === 0) votes++;
    }
    return votes * 2 > shape.controllers.length;
  }
}
