import { Component } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button';
import { wasNotFetched } from './not-fetched';

/** Where a failure is told: where the part would stand, over the page, or in place of the page. */
export type FailurePlace = 'here' | 'over' | 'page';

interface FailureGuardProps {
  /** Of what stands in it, with a capital. */
  name: string;
  place: FailurePlace;
  /** Called before what stands in it is shown again. */
  onRetry?: () => void;
  onFailed?: ((error: Error) => void) | undefined;
  children: ReactNode;
}

/** What fails in it is told in its place; nothing outside of it is lost. */
export class FailureGuard extends Component<FailureGuardProps, { failed?: Error }> {
  override state: { failed?: Error } = {};

  static getDerivedStateFromError(error: unknown): { failed: Error } {
    return { failed: asError(error) };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFailed?.(asError(error));
  }

  override render(): ReactNode {
    const { failed } = this.state;
    const { name, place, children } = this.props;
    if (failed === undefined) return children;
    return <Failure {...{ name, place, failed }} onRetry={() => this.retry()} />;
  }

  private retry(): void {
    this.props.onRetry?.();
    this.setState({ failed: undefined });
  }
}

/** Anything can be thrown. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

interface FailureProps {
  name: string;
  place: FailurePlace;
  failed: Error;
  onRetry: () => void;
}

function Failure({ name, place, failed, onRetry }: FailureProps): ReactElement {
  const isMissing = wasNotFetched(failed);
  const what = `${name} ${isMissing ? 'could not be fetched.' : 'has failed.'}`;
  const told = (
    <div className="failure" role="alert" data-place={place}>
      <div>
        {place === 'page' ? <h1>{what}</h1> : <b>{what}</b>}{' '}
        {isMissing ? 'The network is gone, or the site has changed since this page was opened.' : failed.message}
      </div>
      <div className="failure-mends">
        <Button onClick={onRetry}>Try again</Button>
        <Button onClick={() => location.reload()}>Reload the page</Button>
      </div>
    </div>
  );
  return place === 'page' ? <main className="failure-page">{told}</main> : told;
}
