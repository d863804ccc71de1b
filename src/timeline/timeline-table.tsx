import type { ReactElement } from 'react';
import { TextButton } from '../design/button';
import { describeAction, formatMs, useSession, useView, wordsOf } from '../app';
import { anchorWords, beginnings } from './action-chips';
import { exactMoment, spanText } from './axis-ticks';
import { rebalanceWords } from './group-lane';
import type { Facts } from './use-facts';
import './timeline-table.css';

interface Line {
  atMicros: number;
  lane: string;
  words: string;
  lasts?: string;
}

/** Rows in the table at most; a longer run is read in the log. */
const LINES_MAX = 500;

/** Everything that stands on the timeline as rows, in the order of time; each goes to its moment. */
export function TimelineTable({ facts }: { facts: Facts }): ReactElement {
  const session = useSession();
  const verdict = useView((view) => view.verdict);
  const bookmarks = useView((view) => view.bookmarks);
  const lines: Line[] = [
    ...actionLines(facts),
    ...leaderLines(facts),
    ...groupLines(facts),
    ...bookmarks.map(({ atMicros, name }) => ({ atMicros, lane: 'bookmarks', words: name })),
    ...(verdict?.anomalies ?? [])
      .filter(({ judgement }) => judgement !== 'allowed')
      .map(({ decidedAt, kind, partition, group, count }) => ({
        atMicros: decidedAt * 1000,
        lane: 'findings',
        words: [kind, group, partition, count].filter((part) => part !== undefined).join(', '),
      })),
  ].toSorted((a, b) => a.atMicros - b.atMicros);
  const shown = lines.slice(0, LINES_MAX);
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="timeline-table" tabIndex={0} aria-label="Timeline as a table">
      <table>
        <caption className="small third">
          {lines.length > LINES_MAX
            ? `The first ${LINES_MAX} of ${lines.length} entries; the Log panel has all.`
            : `${lines.length} entries. Commits and signals are numbers of the Lag panel.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">lane</th>
            <th scope="col">what</th>
            <th scope="col" className="number">
              lasts
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ atMicros, lane, words, lasts }, index) => (
            <tr key={`${atMicros} ${lane} ${words} ${index}`}>
              <td className="mono">
                <TextButton
                  aria-label={`Go to ${exactMoment(atMicros)}`}
                  onClick={() => {
                    session.visit(atMicros);
                  }}
                >
                  {exactMoment(atMicros)}
                </TextButton>
              </td>
              <td className="second">{lane}</td>
              <td>{words}</td>
              <td className="mono number">{lasts ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function actionLines({ run }: Facts): Line[] {
  if (run === undefined) return [];
  const begun = beginnings(run);
  return run.scenario.actions.flatMap((action, index) => {
    const atMicros = action.at === undefined ? begun.get(index) : action.at * 1000;
    if (atMicros === undefined) return [];
    const { for: forMs, after, ...rest } = action;
    const waited = after === undefined ? '' : `, after ${anchorWords(after)}`;
    return {
      atMicros,
      lane: 'actions',
      words: `${describeAction(rest)}${waited}`,
      lasts: forMs === undefined ? undefined : formatMs(forMs),
    };
  });
}

function leaderLines({ run, now, computedMicros }: Facts): Line[] {
  if (run === undefined || now === undefined) return [];
  const { partitions, actors } = run.trace.names;
  return now.reigns.flatMap((reigns, partition) =>
    reigns.map(({ fromMicros, leader, leaderEpoch }, index) => ({
      atMicros: fromMicros,
      lane: 'leaders',
      words: `${partitions[partition]}: ${leader < 0 ? 'no leader' : `${wordsOf(actors[leader])}, epoch ${leaderEpoch}`}`,
      lasts: spanText((reigns[index + 1]?.fromMicros ?? computedMicros) - fromMicros),
    })),
  );
}

function groupLines({ run, now }: Facts): Line[] {
  if (run === undefined || now === undefined) return [];
  const { groups, actors } = run.trace.names;
  return now.groups.flatMap(({ rebalances }, group) =>
    rebalances.map((rebalance) => ({
      atMicros: rebalance.fromMicros,
      lane: 'groups',
      words: `${groups[group]}: ${rebalanceWords(rebalance, actors)}, generation ${rebalance.generationId}`,
      lasts: rebalance.toMicros === undefined ? 'not over' : spanText(rebalance.toMicros - rebalance.fromMicros),
    })),
  );
}
