import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import { Icon } from './icon';
import type { IconName } from './icon';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  kind?: 'plain' | 'primary' | 'quiet';
  icon?: IconName;
}

/** A button with words; an icon may stand before them. */
export function Button({ kind = 'plain', icon, children, type = 'button', ...rest }: ButtonProps): ReactElement {
  return (
    <button type={type} className="button" data-kind={kind} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button without words; `label` is its name, with the key that does the same. */
export function IconButton({
  label,
  icon,
  kind = 'quiet',
  ...rest
}: ButtonProps & { label: string; icon: IconName }): ReactElement {
  return (
    <button
      type="button"
      className="button"
      data-kind={kind}
      data-shape="icon"
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Words that can be clicked inside of a line: "why?", a time to jump to. */
export function TextButton({ children, ...rest }: ComponentPropsWithRef<'button'>): ReactElement {
  return (
    <button type="button" className="text-button" {...rest}>
      {children}
    </button>
  );
}

export function KeyCap({ children }: { children: ReactNode }): ReactElement {
  return <kbd className="key-cap">{children}</kbd>;
}
