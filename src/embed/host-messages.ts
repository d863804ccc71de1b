import type { Tidemark } from '../app';
import { refusalOf } from './controls';
import type { Fields, Offer } from './controls';

/** The commands of a host page, which are the methods of `window.tidemark`. */
const commands = ['play', 'pause', 'step', 'seek', 'speed', 'act', 'set', 'load', 'get'] as const;
type Command = (typeof commands)[number];

/** What can be said to the frame, once its form has been checked. */
interface Request {
  id: string | number | null;
  command: Command;
  fields: Fields;
}

/** Every line from the frame to its host. */
export type FrameMessage = { source: 'tidemark' } & Record<string, unknown>;

/**
 * Answers the host page, and nobody else: messages of other windows and of any other form are ignored. What the
 * controls do not offer, and what is refused, is answered `ok: false` with the reason.
 */
export function listenToHost(
  self: Window,
  { tidemark, offer, say }: { tidemark: Tidemark; offer: () => Offer; say: (message: FrameMessage) => void },
): void {
  const host = self.parent;
  if (host === self) return;
  self.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    const request = source === host ? requestOf(data) : undefined;
    if (request === undefined) return;
    void answerTo(request, tidemark, offer).then((answer) =>
      say({ source: 'tidemark', version: 1, id: request.id, ...answer }),
    );
  });
}

async function answerTo(
  { command, fields }: Request,
  tidemark: Tidemark,
  offer: () => Offer,
): Promise<Record<string, unknown>> {
  try {
    await tidemark.ready;
    const refusal = refusalOf(offer(), command, fields);
    if (refusal !== undefined) return { ok: false, error: refusal };
    const method = tidemark[command] as (fields: Fields) => Promise<unknown>;
    const answer = await method(fields);
    return command === 'get' ? { ok: true, value: answer } : (answer as Record<string, unknown>);
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The request that a message is, or undefined for a message of any other form. `set` has a target of its own, which
 * stands where the frame's name stands otherwise: version and command tell for whom it is.
 */
export function requestOf(data: unknown): Request | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const { target, version, id, do: command, ...fields } = data as Record<string, unknown>;
  if (version !== 1 || !commands.includes(command as Command)) return undefined;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return undefined;
  const isNamed = target === 'tidemark';
  if (!isNamed && (command !== 'set' || typeof target !== 'string')) return undefined;
  return { id: id ?? null, command: command as Command, fields: isNamed ? fields : { target, ...fields } };
}
