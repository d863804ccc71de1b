import { memo, type ReactElement } from 'react';
import { classes } from './back-drawing';
import { memberNameY } from './layout-types';
import type { BrokerBox, GroupBox, Layout, LogBox, MemberBox, ProducerBox } from './layout-types';
import type { Neighbourhood } from './neighbourhood';
import { fitMiddle, fitText, textWidth } from './text-width';
import { ranges } from './words';

/** Names and states: the words that change only when something happens to a node. */
export const FrontDrawing = memo(function FrontDrawing({
  layout,
  lit,
}: {
  layout: Layout;
  lit: Neighbourhood | null;
}): ReactElement {
  const isNarrow = layout.form === 'narrow';
  return (
    <>
      {layout.brokers.map((broker) => (
        <g key={broker.shape.actor} className={classes(lit?.brokers.has(broker.shape.actor) === false && 'cold')}>
          <BrokerHead broker={broker} headMiddle={Math.min(17, layout.density.head / 2 + 1)} />
          {broker.logs.map((log) => (
            <LogLabel key={log.shape.partition} log={log} layout={layout} lit={lit} />
          ))}
        </g>
      ))}
      {layout.producers.map((producer) => (
        <g key={producer.shape.actor} className={classes(lit?.producers.has(producer.shape.actor) === false && 'cold')}>
          <ProducerWords producer={producer} isNarrow={isNarrow} />
        </g>
      ))}
      {layout.groups.map((group) => (
        <g key={group.shape.group} className={classes(lit?.groups.has(group.shape.group) === false && 'cold')}>
          <GroupWords group={group} isNarrow={isNarrow} />
        </g>
      ))}
    </>
  );
});

const tones = { up: 'third', down: 'red', risk: 'amber' } as const;

function BrokerHead({ broker, headMiddle }: { broker: BrokerBox; headMiddle: number }): ReactElement {
  const { shape, x, y, width } = broker;
  const middle = y + headMiddle;
  const isDown = shape.state === 'down';
  const wordsX = x + 27 + textWidth(shape.name, 'bold', 13) + 9;
  const set = shape.inSync === '' || isDown ? '' : `ISR ${shape.inSync}`;
  const inSync = [shape.rack === '' ? '' : `rack ${shape.rack}`, set].filter((part) => part !== '').join('  ');
  const room = x + width - 12 - textWidth(inSync, 'mono', 11) - 12 - wordsX;
  const words = textWidth(shape.words, 'sans', 12) <= room ? shape.words : fitText(shape.shortWords, 'sans', 12, room);
  return (
    <>
      {isDown ? (
        <>
          <circle cx={x + 15} cy={middle} r="4" className="dot-down" />
          <path d={`M${x + 12.2} ${middle - 2.8}l5.6 5.6`} className="dot-down" />
        </>
      ) : (
        <circle cx={x + 15} cy={middle} r="4" className={shape.state === 'up' ? 'dot-up' : 'dot-risk'} />
      )}
      <text x={x + 27} y={middle + 4} className={classes('name', 'bold', isDown && 'red')}>
        {shape.name}
      </text>
      <text x={wordsX} y={middle + 4} className={classes('label', tones[shape.state])}>
        {words}
      </text>
      {inSync === '' ? null : (
        <text x={x + width - 12} y={middle + 4} className="mark mono third end">
          {inSync}
        </text>
      )}
    </>
  );
}

function LogLabel({ log, layout, lit }: { log: LogBox; layout: Layout; lit: Neighbourhood | null }): ReactElement {
  const { shape, x } = log;
  const isCold = lit !== null && lit.brokers.has(log.broker) && !lit.hasLog(shape.partition, log.broker);
  if (log.stripX >= 0) return <StripLabel log={log} layout={layout} isCold={isCold} />;
  const room = layout.axis.x - x - 14 - 6;
  const tone = { leader: 'first bold', leaderless: 'red bold', was: 'second', follower: 'third' }[shape.kind];
  return (
    <g className={classes(isCold && 'cold')}>
      <text x={x + 14} y={log.nameY} className={`label mono ${tone}`} {...squeezed(shape.name, room)}>
        {fitMiddle(shape.name, 'mono', 12, room / leastSqueeze)}
      </text>
      {log.noteY < 0 ? null : (
        <text x={x + 14} y={log.noteY} className={classes('mark', noteTone(log), noteFont(shape.note, room))}>
          {fitText(shape.note, 'condensed', 11, room)}
        </text>
      )}
    </g>
  );
}

/** A name that is too long stands in narrower letters, down to this share of their width. */
const leastSqueeze = 0.72;

function squeezed(name: string, room: number): { textLength?: number; lengthAdjust?: 'spacingAndGlyphs' } {
  return textWidth(name, 'mono', 12) <= room ? {} : { textLength: room, lengthAdjust: 'spacingAndGlyphs' };
}

function noteTone({ shape }: LogBox): string {
  if (shape.kind === 'leaderless') return 'red';
  return shape.kind === 'was' ? 'third' : 'second';
}

function noteFont(note: string, room: number): string {
  return textWidth(note, 'sans', 11) <= room ? '' : 'condensed';
}

/** A follower in a strip: its partition's number before its bar. */
function StripLabel({ log, layout, isCold }: { log: LogBox; layout: Layout; isCold: boolean }): ReactElement {
  const isFirst = log.stripX === layout.axis.x;
  return (
    <g className={classes(isCold && 'cold')}>
      {isFirst ? (
        <text x={log.x + 14} y={log.y + log.height / 2 + 4} className="mark third">
          follows
        </text>
      ) : null}
      <text x={log.stripX + 19} y={log.y + log.height / 2 + 4} className="mark mono third end">
        {/-(\d+)$/.exec(log.shape.name)?.[1] ?? log.shape.partition}
      </text>
    </g>
  );
}

function ProducerWords({ producer, isNarrow }: { producer: ProducerBox; isNarrow: boolean }): ReactElement {
  const { shape, x, y, width, lines } = producer;
  if (isNarrow) {
    return (
      <text x={x + 2} y={y + 18} className="label bold">
        {fitText(shape.name, 'bold', 12, width - 80)}
      </text>
    );
  }
  const tone = shape.isDown ? 'red' : 'second';
  return (
    <>
      <text x={x + 13} y={y + (lines === 1 ? 18 : lines === 2 ? 20 : 23)} className="name bold">
        {fitText(shape.name, 'bold', 13, width - (lines === 1 ? 50 : 24))}
      </text>
      {lines === 3 && shape.note !== '' ? (
        <text x={x + 13} y={y + 40} className={`mark condensed ${tone}`}>
          {fitText(shape.note, 'condensed', 11, width - 22)}
        </text>
      ) : null}
    </>
  );
}

function GroupWords({ group, isNarrow }: { group: GroupBox; isNarrow: boolean }): ReactElement {
  const { shape, x, y, width } = group;
  if (isNarrow) {
    return (
      <text x={x + 10} y={y + 19.5} className="label bold">
        {fitText(shape.name, 'bold', 12, width - 62)}
      </text>
    );
  }
  const words = shape.unread.length > 0 ? `nobody reads P${ranges(shape.unread)}` : shape.words;
  const tone = shape.unread.length > 0 ? 'red' : shape.isRebalancing ? 'amber' : 'third';
  const room = width - textWidth(shape.name, 'bold', 13) - 8;
  return (
    <>
      <text x={x} y={y + 12} className="name bold">
        {shape.name}
      </text>
      <text x={x + width} y={y + 12} className={`mark condensed end ${tone}`}>
        {shortened(words, room)}
      </text>
      {group.members.map((member) => (
        <MemberWords key={member.shape.actor} member={member} />
      ))}
    </>
  );
}

/** The whole of it, else the part before the first comma or "since", else what fits. */
function shortened(words: string, room: number): string {
  const candidates = [words, words.split(', ')[0]!, words.split(' since')[0]!];
  return (
    candidates.find((it) => textWidth(it, 'condensed', 11) <= room) ?? fitText(candidates[2]!, 'condensed', 11, room)
  );
}

function MemberWords({ member }: { member: MemberBox }): ReactElement {
  const { shape, x, width } = member;
  const nameY = member.y + memberNameY(member);
  const isAbsent = shape.absence !== '';
  return (
    <>
      <text x={x + 12} y={nameY} className={classes('label', 'bold', isAbsent && 'third')}>
        {fitText(shape.name, 'bold', 12, isAbsent ? width - 20 : width - 70)}
      </text>
      {isAbsent ? (
        <text x={x + 12} y={nameY + 16} className="mark condensed amber">
          {fitText(shape.absence, 'condensed', 11, width - 22)}
        </text>
      ) : null}
      {member.chips.map((chip) => (
        <text
          key={chip.text}
          data-chip={chip.key || undefined}
          x={chip.x + chip.width / 2}
          y={chip.y + chip.height / 2 + 4}
          className="mark mono middle"
        >
          {fitText(chip.text, 'mono', 11, chip.width - 6)}
        </text>
      ))}
    </>
  );
}
