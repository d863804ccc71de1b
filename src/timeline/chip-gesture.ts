import type { Session } from '../app';
import type { ActionChip } from './action-chips';
import { exactMoment, spanText } from './axis-ticks';
import { consequence, outcomeOf } from './consequence';
import type { Held, Timeline } from './timeline-store';

/** At least this long, µs: what lasts no time at all could not be taken hold of again. */
const SHORTEST_MICROS = 1000;

type Mode = Held['mode'];

let gestures = 0;

/**
 * One drag of a chip, or one series of keys: the chip stands where the hand is, the run follows. At most one change a
 * frame is asked for; all of them together are one step that can be taken back.
 */
export class ChipGesture {
  private readonly name = `chip-${(gestures += 1)}`;
  private frame: number | undefined;
  private answered: Promise<unknown> = Promise.resolve();
  private hasChanged = false;

  constructor(
    private readonly session: Session,
    private readonly timeline: Timeline,
    readonly chip: ActionChip,
    readonly mode: Mode,
  ) {
    const origin = { atMicros: chip.atMicros, forMicros: chip.forMicros };
    const before = outcomeOf(session.view.get());
    const { ids, key } = chip;
    timeline.state.set({ told: undefined, held: { ids, key, mode, origin, before, isSettling: false, ...origin } });
  }

  private get held(): Held | undefined {
    const { held } = this.timeline.state.get();
    return held?.key === this.chip.key && !held.isSettling ? held : undefined;
  }

  /** Moves it, or its copy, to a time. */
  moveTo(atMicros: number, snap?: string): void {
    const { held } = this;
    const at = Math.round(Math.min(this.timeline.endMicros, Math.max(0, atMicros)));
    if (held !== undefined && held.atMicros !== at) this.hold({ ...held, atMicros: at, snap });
  }

  /** Makes it last until a time; undefined: until it is undone. */
  lastUntil(toMicros: number | undefined, snap?: string): void {
    const { held } = this;
    if (held === undefined) return;
    const forMicros =
      toMicros === undefined ? undefined : Math.max(SHORTEST_MICROS, Math.round(toMicros) - held.atMicros);
    if (held.forMicros !== forMicros) this.hold({ ...held, forMicros, snap });
  }

  private hold(held: Held): void {
    this.timeline.state.set({ held });
    this.timeline.say(heldWords(held, this.session));
    if (this.mode !== 'copy') this.frame ??= requestAnimationFrame(this.send);
  }

  private readonly send = (): void => {
    this.frame = undefined;
    const { held, session } = this;
    if (held === undefined) return;
    this.hasChanged = true;
    this.answered =
      this.mode === 'stretch'
        ? session.stretchActions(held.ids, held.forMicros, this.name)
        : session.moveActions(held.ids, held.atMicros, this.name);
  };

  /** Lets go. The chip stays where it is until the run on screen has it there too. */
  async finish(): Promise<void> {
    const { held, session, timeline } = this;
    if (held === undefined) return;
    this.sendWaiting();
    if (this.mode === 'copy') this.answered = session.copyActions(held.ids, held.atMicros);
    else session.endGesture();
    const settling = { ...held, isSettling: true };
    timeline.state.set({ held: settling });
    await this.answered;
    if (timeline.state.get().held !== settling) return;
    timeline.state.set({ held: undefined });
    if (this.hasChanged || this.mode === 'copy') timeline.tell(settling);
  }

  /** Puts it back to where it was. */
  async cancel(): Promise<void> {
    const { held, session, timeline } = this;
    if (held === undefined) return;
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    session.endGesture();
    const back = { ...held, ...held.origin, isSettling: true };
    timeline.state.set({ held: back });
    if (this.hasChanged) await session.undo();
    timeline.say(`Back at ${exactMoment(back.atMicros)}.`);
    if (timeline.state.get().held === back) timeline.state.set({ held: undefined });
  }

  private sendWaiting(): void {
    if (this.frame === undefined) return;
    cancelAnimationFrame(this.frame);
    this.send();
  }
}

/** "8.900 s, at Mark 1" or "for 7.6 s". */
export function heldTime({ mode, atMicros, forMicros, snap }: Held): string {
  const time =
    mode !== 'stretch'
      ? exactMoment(atMicros)
      : forMicros === undefined
        ? 'until undone'
        : `for ${spanText(forMicros)}`;
  return snap === undefined ? time : `${time}, ${snap}`;
}

function heldWords(held: Held, session: Session): string {
  const said = consequence(held.before, outcomeOf(session.view.get()));
  return `${heldTime(held)}${said === undefined ? '' : `, ${said}`}`;
}
