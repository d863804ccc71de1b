import { Fragment, memo, type ReactElement } from 'react';
import { curvePath } from './curve';
import type { BrokerBox, ChipBox, Layout, LinkBox, MemberBox } from './layout-types';
import { linkKey } from './use-active-cuts';
import type { Neighbourhood } from './neighbourhood';

interface DrawingProps {
  layout: Layout;
  lit: Neighbourhood | null;
  /** Links that are cut, by `linkKey`. */
  cut?: ReadonlySet<string>;
}

/** What lies under the records: links, boxes and chips. */
export const BackDrawing = memo(function BackDrawing({ layout, lit, cut }: DrawingProps): ReactElement {
  const down = new Set(layout.brokers.filter(({ shape }) => shape.state === 'down').map(({ shape }) => shape.actor));
  return (
    <>
      <defs>
        <pattern id="diagram-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" className="hatch-ground" />
          <path d="M0 0V5" className="hatch-line" />
        </pattern>
      </defs>
      {layout.links.map((link) => (
        <path
          key={`${link.kind} ${link.actor} ${link.partition}`}
          d={curvePath(link.from, link.to)}
          className={classes(
            'link',
            (down.has(link.broker) || cut?.has(linkKey(link.actor, link.broker)) === true) && 'link-dead',
            isColdLink(link, lit) && 'cold',
          )}
        />
      ))}
      {layout.racks.map(({ name, y, height }) => (
        <path key={name} d={rackPath(layout, y, height)} className="rack" />
      ))}
      {layout.brokers.map((broker) => (
        <BrokerBack key={broker.shape.actor} broker={broker} />
      ))}
      {layout.form === 'wide'
        ? layout.producers.map(({ shape, x, y, width, height }) => (
            <rect
              key={shape.actor}
              {...{ x, y, width, height }}
              rx="6"
              className={classes(
                'node',
                shape.isDown && 'node-down',
                lit?.producers.has(shape.actor) === false && 'cold',
              )}
            />
          ))
        : null}
      {layout.groups.map((group) => (
        <Fragment key={group.shape.group}>
          {layout.form === 'narrow' ? (
            <rect x={group.x} y={group.y} width={group.width} height={group.height} rx="6" className="node" />
          ) : null}
          {group.members.map((member) => (
            <MemberBack key={member.shape.actor} member={member} lit={lit} />
          ))}
        </Fragment>
      ))}
    </>
  );
});

/** A bracket around the brokers of one rack. */
function rackPath({ brokers }: Layout, y: number, height: number): string {
  const x = brokers[0]?.x ?? 0;
  return `M${x} ${y + 6}h-5v${height - 12}h5`;
}

function BrokerBack({ broker }: { broker: BrokerBox }): ReactElement {
  const { shape, x, y, width, height } = broker;
  return (
    <>
      <rect {...{ x, y, width, height }} rx="6" className={classes('node', `node-${shape.state}`)} />
    </>
  );
}

function MemberBack({ member, lit }: { member: MemberBox; lit: Neighbourhood | null }): ReactElement {
  const { shape, x, y, width, height } = member;
  const isCold = lit !== null && !member.actors.some((actor) => lit.members.has(actor));
  return (
    <g className={classes(isCold && 'cold')}>
      <rect {...{ x, y, width, height }} rx="6" className={classes('node', shape.absence !== '' && 'node-absent')} />
      {member.chips.map((chip) => (
        <Chip key={chip.text} chip={chip} />
      ))}
    </g>
  );
}

function Chip({ chip }: { chip: ChipBox }): ReactElement {
  const { x, y, width, height, key } = chip;
  return (
    <rect
      data-chip={key || undefined}
      {...{ x, y, width, height }}
      rx="4"
      className={classes('chip', chip.isWaitedFor && 'chip-waited')}
    />
  );
}

function isColdLink(link: LinkBox, lit: Neighbourhood | null): boolean {
  if (lit === null) return false;
  const clients = link.kind === 'produce' ? lit.producers : lit.members;
  return !clients.has(link.actor) || !lit.hasLog(link.partition, link.broker);
}

/** The class names that are there. */
export function classes(...names: (string | false)[]): string {
  return names.filter((name) => name !== false).join(' ');
}
