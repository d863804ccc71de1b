import type { ReactElement } from 'react';
import { TextButton } from '../../design/button';
import { formatMoment, formatTime, useSession } from '../../app';
import { isWithin } from './chart';
import { timesTaken } from './use-machine';
import type { ShownMachine } from './use-machine';

/** The chart as tables: its states with where the machine is, and every transition that the definition has. */
export function MachineTable({ shown }: { shown: ShownMachine }): ReactElement {
  const session = useSession();
  const { chart, state } = shown;
  const taken = shown.transitions.slice(0, shown.takenCount);
  return (
    // A region that scrolls must be reachable by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="machine-tables" tabIndex={0} aria-label="The machine as tables">
      <table>
        <caption>States</caption>
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Now</th>
            <th scope="col">Entered</th>
          </tr>
        </thead>
        <tbody>
          {chart.states.map(({ id }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{state !== '' && isWithin(state, id) ? 'here' : ''}</td>
              <td className="number">
                {taken.filter(({ to, from }) => isWithin(to, id) && !isWithin(from, id)).length}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>Transitions of the definition</caption>
        <thead>
          <tr>
            {['From', 'Event', 'If', 'To', 'Taken', 'Last'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.transitions.map((transition, index) => {
            const { source, event, guard, target } = transition;
            const last = taken.findLast(({ via }) => via === transition);
            return (
              <tr key={`${source} ${event} ${guard} ${target} ${index}`}>
                <th scope="row">{source === '' ? 'any state' : source}</th>
                <td>{event === '' ? 'at once' : event}</td>
                <td>{guard}</td>
                <td>{target ?? 'stays'}</td>
                <td className="number">{timesTaken(taken, [transition])}</td>
                <td className="number">
                  {last === undefined ? null : (
                    <TextButton
                      aria-label={`Go to ${formatMoment(last.atMicros)}`}
                      onClick={() => {
                        session.visit(last.atMicros);
                      }}
                    >
                      {formatTime(last.atMicros)}
                    </TextButton>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
