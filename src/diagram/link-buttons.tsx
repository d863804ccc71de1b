import { memo, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { ClusterView } from '../../simulations/history';
import { MenuAtOnDemand } from '../design/menu-at-on-demand';
import type { DiagramCut } from './diagram-types';
import type { LinkPair } from './links';
import { cutOf } from './use-cutting';
import { moveFocus } from './node-keys';
import { brokerName } from './words';

interface LinkButtonsProps {
  view: ClusterView;
  pairs: readonly LinkPair[];
  onCut: (cuts: readonly DiagramCut[], forMs?: number) => void;
}

/** How long a cut lasts that heals by itself, ms. */
const shortCutMs = 3000;

/** The links as things that can be focused: the arrow keys lead to them between the columns, Enter opens their menu. */
export const LinkButtons = memo(function LinkButtons({ view, pairs, onCut }: LinkButtonsProps): ReactElement {
  const [open, setOpen] = useState<{ pair: LinkPair; at: { x: number; y: number } } | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, pair: LinkPair): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === 'x' || event.key === 'Delete') onCut([cutOf(view, pair)]);
    else if (!moveFocus(event.currentTarget, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cut = open === null ? null : cutOf(view, open.pair);
  return (
    <>
      {pairs.map((pair) => (
        <button
          key={`${pair.kind} ${pair.client} ${pair.broker}`}
          type="button"
          tabIndex={-1}
          className="diagram-node diagram-link"
          style={{ left: pair.x - 8, top: pair.y - 8 }}
          data-column={pair.kind === 'produce' ? 0.5 : 1.5}
          aria-haspopup="menu"
          aria-label={labelOf(view, pair)}
          onKeyDown={(event) => onKeyDown(event, pair)}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setOpen({ pair, at: { x: box.right, y: box.bottom } });
          }}
        />
      ))}
      {cut === null ? null : (
        <MenuAtOnDemand
          at={open!.at}
          label="Actions on the link"
          onClose={() => setOpen(null)}
          sections={[
            {
              title: `${cut.client} and ${brokerName(cut.broker)}`,
              items: [
                {
                  id: 'cut',
                  label: 'Cut',
                  note: 'X',
                  body: 'nothing passes, until healed',
                  onSelect: () => onCut([cut]),
                },
                { id: 'cut-short', label: 'Cut', note: '3 s', onSelect: () => onCut([cut], shortCutMs) },
              ],
            },
          ]}
        />
      )}
    </>
  );
});

function labelOf({ names }: ClusterView, { client, broker, kind }: LinkPair): string {
  const verb = kind === 'produce' ? 'sends to' : 'reads from';
  return `link: ${names.actors[client]} ${verb} ${brokerName(names.actors[broker]!)}`;
}
