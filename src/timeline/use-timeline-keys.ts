import { useEffect } from 'react';
import { useSession } from '../app';
import { useTimeline } from './use-timeline';

const ZOOM = 1.6;

/**
 * Keys that act wherever the focus is, except in a text: + - and 0 zoom, B marks the moment, [ and ] stop at bookmarks
 * too. What a focused control does with a key comes first, and what is done here is not done again by the page.
 */
export function useTimelineKeys(): void {
  const session = useSession();
  const timeline = useTimeline();
  useEffect(() => {
    const commands: Readonly<Record<string, () => boolean>> = {
      '+': () => zoom(1 / ZOOM),
      '=': () => zoom(1 / ZOOM),
      '-': () => zoom(ZOOM),
      '0': () => {
        timeline.showAll();
        return true;
      },
      '[': () => timeline.stepToBookmark('before'),
      ']': () => timeline.stepToBookmark('after'),
      b: mark,
      B: mark,
    };
    function zoom(factor: number): boolean {
      timeline.zoom(factor, session.playhead.timeMicros);
      return true;
    }
    function mark(): boolean {
      if (session.view.get().run !== undefined) timeline.mark();
      return true;
    }
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (Object.hasOwn(commands, event.key) && commands[event.key]()) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [session, timeline]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=dialog], .monaco-editor') !== null
  );
}
